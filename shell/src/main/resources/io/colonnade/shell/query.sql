-- What the training run of the launcher asks of a database that it has just opened.
SELECT 1;
SELECT COUNT(*) FROM sale;
SELECT SUM(price * quantity) AS revenue FROM sale, day WHERE sold = day.id AND year = 2021 AND quantity < 5
    AND price BETWEEN 100.00 AND 500.00;
SELECT SUM(price) AS revenue, year, city FROM sale, day, shop WHERE sold = day.id AND shop = shop.id
    AND region = 'two' AND month = 'five' GROUP BY year, city ORDER BY year, city;
SELECT year, city, region, SUM(price) - SUM(discount) AS profit FROM sale, day, shop WHERE sold = day.id
    AND shop = shop.id AND (region = 'one' OR region = 'two') AND city IN ('one two', 'three four', 'five five')
    AND year BETWEEN 2020 AND 2022 GROUP BY year, city, region ORDER BY year ASC, profit DESC LIMIT 10;
SELECT quantity, note, SUM(price) AS s, AVG(discount) AS a, COUNT(*) AS c, MIN(sold), MAX(note) FROM sale
    WHERE sold <= DATE '2022-09-01' - INTERVAL '90' DAY GROUP BY quantity, note HAVING COUNT(*) > 10 ORDER BY s DESC;
SELECT city, COUNT(DISTINCT quantity) FROM shop LEFT JOIN sale ON shop.id = shop AND price > 300 GROUP BY city ORDER BY 1 LIMIT 5;
SELECT COUNT(*) FROM shop WHERE EXISTS (SELECT 1 FROM sale WHERE shop = shop.id AND quantity = 9)
    AND id NOT IN (SELECT shop FROM sale WHERE quantity = 1 AND price > 900);
SELECT id FROM sale s WHERE price > (SELECT 1.5 * AVG(price) FROM sale t WHERE t.shop = s.shop) ORDER BY price DESC, id LIMIT 5;
WITH best AS (SELECT shop, SUM(price) AS total FROM sale GROUP BY shop) SELECT city, total, RANK() OVER (ORDER BY total DESC) AS r
    FROM best JOIN shop ON id = shop WHERE total = (SELECT MAX(total) FROM best) ORDER BY r, city;
SELECT EXTRACT(YEAR FROM sold) AS y, UPPER(SUBSTRING(note FROM 1 FOR 3)), SUM(CASE WHEN note LIKE '%two%' THEN price ELSE 0 END)
    FROM sale GROUP BY EXTRACT(YEAR FROM sold), UPPER(SUBSTRING(note FROM 1 FOR 3)) ORDER BY 1, 2;
SELECT * FROM sale WHERE id = 4711;
SELECT COALESCE(note, 'none'), CAST(price AS DOUBLE) FROM sale ORDER BY id DESC LIMIT 3;
SELECT sold FROM sale WHERE quantity = 3 UNION SELECT opened FROM shop ORDER BY 1 LIMIT 3;
EXPLAIN SELECT COUNT(*) FROM sale, shop WHERE shop = shop.id;
SELECT table_name FROM information_schema.tables ORDER BY 1;
