-- Each node sorts and sends its first rows.
SELECT sale_id, amount FROM sales WHERE day BETWEEN '2025-01-01' AND '2025-03-31' ORDER BY amount DESC, sale_id LIMIT 10 OFFSET 5
