-- Sales by size of the store in the capitals in 2024: how many, how much, and by whom.
SELECT CASE
         WHEN floor_area < 2000 THEN 'small'
         WHEN floor_area < 6000 THEN 'medium'
         ELSE 'large'
       END AS store_size,
       is_outlet,
       COUNT(DISTINCT store.store_id) AS stores,
       COUNT(sales.shopper_id) AS known_shopper_sales,
       CAST(AVG(amount) AS DECIMAL(12, 2)) AS average_sale,
       MIN(amount) AS least_sale,
       MAX(amount) AS greatest_sale
FROM sales
JOIN store ON sales.store_id = store.store_id
JOIN city ON store.city_id = city.city_id
WHERE sale_date >= DATE '2024-01-01'
  AND sale_date < DATE '2024-01-01' + INTERVAL '1' YEAR
  AND closed IS NULL
  AND is_capital
GROUP BY CASE
           WHEN floor_area < 2000 THEN 'small'
           WHEN floor_area < 6000 THEN 'medium'
           ELSE 'large'
         END,
         is_outlet
ORDER BY store_size, is_outlet
