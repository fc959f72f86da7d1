-- A dimension is preserved although the fact is larger.
SELECT category, COUNT(sale_id) AS sales, COALESCE(SUM(amount), 0) AS revenue
FROM category
LEFT JOIN product ON product.category_id = category.category_id
LEFT JOIN sales ON sales.product_id = product.product_id AND sales.day >= DATE '2025-12-27'
GROUP BY category
ORDER BY category
