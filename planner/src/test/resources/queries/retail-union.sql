-- A union of a spread and a replicated table, made distinct.
SELECT product_id FROM sales UNION SELECT product_id FROM product
