-- The ten best-selling products of the Pro line, with what was given away in discounts.
SELECT product_name,
       category_name,
       COALESCE(brand, '(no brand)') AS brand_name,
       SUM(quantity) AS units,
       SUM(amount) AS revenue,
       SUM(quantity * unit_price - amount) AS given_away
FROM sales
JOIN product ON sales.product_id = product.product_id
JOIN category ON product.category_id = category.category_id
WHERE product_name LIKE '%Pro %'
  AND sale_date BETWEEN DATE '2024-01-01' AND DATE '2025-12-31'
GROUP BY product.product_id, product_name, category_name, brand
ORDER BY revenue DESC, product.product_id
LIMIT 10
