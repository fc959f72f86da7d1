-- Both arms of a snowflake: branches are joined as build sides of their own.
SELECT region, department, COUNT(*) AS sales, SUM(amount) AS revenue, AVG(quantity) AS units
FROM sales
JOIN product ON sales.product_id = product.product_id
JOIN category ON product.category_id = category.category_id
JOIN department ON category.department_id = department.department_id
JOIN store ON sales.store_id = store.store_id
JOIN city ON store.city_id = city.city_id
WHERE department IN ('Toys', 'Sports') AND region = 'north'
GROUP BY region, department
ORDER BY revenue DESC, region
LIMIT 5
