-- Both tables lie by sale_id: no exchange below the aggregate.
SELECT reason, COUNT(DISTINCT customer_id) AS customers
FROM sales JOIN returns ON sales.sale_id = returns.sale_id
GROUP BY reason
