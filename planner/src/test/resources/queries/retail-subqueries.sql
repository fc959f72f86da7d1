-- EXISTS, NOT IN over a nullable column, a scalar subquery and a correlated one.
SELECT name
FROM product p
WHERE EXISTS (SELECT 1 FROM sales s WHERE s.product_id = p.product_id AND s.quantity > 10)
  AND name NOT IN (SELECT reason FROM returns)
  AND price > (SELECT AVG(price) FROM product)
  AND price >= (SELECT MAX(q.price) FROM product q WHERE q.category_id = p.category_id)
