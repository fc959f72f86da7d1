-- Cities where known shoppers of a segment are many: distinct people, and the revenue they bring.
SELECT region_name,
       city_name,
       segment,
       COUNT(DISTINCT sales.shopper_id) AS shoppers,
       SUM(amount) AS revenue
FROM sales
JOIN shopper ON sales.shopper_id = shopper.shopper_id
JOIN store ON sales.store_id = store.store_id
JOIN city ON store.city_id = city.city_id
JOIN region ON city.region_id = region.region_id
WHERE segment IN ('Premium', 'Student')
  AND NOT is_online
  AND sale_date >= DATE '2023-07-01'
GROUP BY region_name, city_name, segment
HAVING COUNT(*) >= 10 AND SUM(amount) > 5000
ORDER BY shoppers DESC, revenue DESC, city_name, segment
LIMIT 12
