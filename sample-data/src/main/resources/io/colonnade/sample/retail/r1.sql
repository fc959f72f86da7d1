-- Revenue and profit by region and department in the last quarter of 2024: both arms of the snowflake.
SELECT region_name,
       department_name,
       COUNT(*) AS sale_count,
       SUM(amount) AS revenue,
       SUM(amount - quantity * unit_cost) AS profit
FROM sales
JOIN product ON sales.product_id = product.product_id
JOIN category ON product.category_id = category.category_id
JOIN department ON category.department_id = department.department_id
JOIN store ON sales.store_id = store.store_id
JOIN city ON store.city_id = city.city_id
JOIN region ON city.region_id = region.region_id
JOIN calendar ON sales.sale_date = calendar.calendar_date
WHERE calendar_year = 2024
  AND quarter_number = 4
  AND region_name IN ('Nordics', 'Iberia', 'Baltics')
GROUP BY region_name, department_name
ORDER BY region_name, revenue DESC, department_name
