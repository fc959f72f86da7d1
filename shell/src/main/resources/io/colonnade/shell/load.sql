-- What the training run of the launcher loads: a star of three tables, by INSERT, COPY and a query.
CREATE TABLE digit (n INTEGER NOT NULL PRIMARY KEY, word VARCHAR(10) NOT NULL);
INSERT INTO digit VALUES (0, 'zero'), (1, 'one'), (2, 'two'), (3, 'three'), (4, 'four'),
    (5, 'five'), (6, 'six'), (7, 'seven'), (8, 'eight'), (9, 'nine');
CREATE TABLE shop (id INTEGER NOT NULL PRIMARY KEY, city VARCHAR(20) NOT NULL, region CHAR(5), opened DATE NOT NULL);
INSERT INTO shop SELECT a.n * 100 + b.n * 10 + c.n, a.word || ' ' || b.word, SUBSTRING(c.word FROM 1 FOR 5),
    DATE '2010-01-01' + a.n * 100 + b.n FROM digit a, digit b, digit c;
CREATE TABLE day (id DATE NOT NULL PRIMARY KEY, year INTEGER NOT NULL, month VARCHAR(10));
INSERT INTO day SELECT DATE '2020-01-01' + a.n * 100 + b.n * 10 + c.n, 2020 + (a.n * 100 + b.n * 10 + c.n) / 365,
    CASE WHEN c.n = 0 THEN NULL ELSE c.word END FROM digit a, digit b, digit c;
CREATE TABLE made (id BIGINT NOT NULL, sold DATE NOT NULL, shop INTEGER NOT NULL, quantity INTEGER NOT NULL,
    price DECIMAL(12, 2) NOT NULL, discount DOUBLE, note VARCHAR(40));
INSERT INTO made SELECT a.n * 10000 + b.n * 1000 + c.n * 100 + d.n * 10 + e.n,
    DATE '2020-01-01' + c.n * 100 + d.n * 10 + e.n, b.n * 100 + d.n * 10 + a.n, e.n + 1,
    CAST(a.n * 100 + d.n AS DECIMAL(12, 2)) + 0.25, CASE WHEN e.n = 3 THEN NULL ELSE 0.5 * d.n END,
    b.word || ' ' || e.word FROM digit a, digit b, digit c, digit d, digit e;
COPY made TO '$FILE' (FORMAT csv, HEADER, OVERWRITE);
CREATE TABLE sale (id BIGINT NOT NULL, sold DATE NOT NULL, shop INTEGER NOT NULL REFERENCES shop (id),
    quantity INTEGER NOT NULL, price DECIMAL(12, 2) NOT NULL, discount DOUBLE, note VARCHAR(40)) ORDER BY (sold);
COPY sale FROM '$FILE' (FORMAT csv, HEADER);
INSERT INTO sale VALUES (100000, '2020-02-03', 12, 5, 12.50, 0.1, 'by hand'), (100001, '2021-02-03', 13, 6, 2.50, NULL, NULL);
UPDATE sale SET quantity = quantity + 1 WHERE id = 77;
DELETE FROM sale WHERE id = 78;
