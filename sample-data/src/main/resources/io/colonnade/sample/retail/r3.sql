-- How the share of online sales moves through the months of 2025, and what December's shopping days add.
SELECT EXTRACT(MONTH FROM sold_at) AS sale_month,
       COUNT(*) AS sale_count,
       SUM(CASE WHEN is_online THEN 1 ELSE 0 END) AS online_count,
       SUM(CASE WHEN is_online THEN amount ELSE 0 END) AS online_revenue,
       SUM(CASE WHEN holiday IS NOT NULL THEN amount ELSE 0 END) AS holiday_revenue,
       SUM(CASE WHEN is_weekend THEN amount ELSE 0 END) AS weekend_revenue
FROM sales
JOIN calendar ON sale_date = calendar_date
WHERE calendar_year = 2025
GROUP BY EXTRACT(MONTH FROM sold_at)
ORDER BY sale_month
