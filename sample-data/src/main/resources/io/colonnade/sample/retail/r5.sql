-- Categories of two departments in the days after Christmas, those without a sale included.
SELECT department_name,
       category_name,
       COUNT(sale_id) AS sale_count,
       COALESCE(SUM(amount), 0) AS revenue,
       MAX(sale_date) AS last_sale
FROM category
JOIN department ON category.department_id = department.department_id
LEFT JOIN product ON product.category_id = category.category_id
LEFT JOIN sales ON sales.product_id = product.product_id
  AND sales.sale_date >= DATE '2025-12-27'
WHERE department_name IN ('Toys', 'Sports')
GROUP BY department_name, category_name
ORDER BY department_name, revenue DESC, category_name
