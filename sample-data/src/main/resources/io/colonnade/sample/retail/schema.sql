-- A snowflake schema of a retail chain. The fact table is sorted by date, so that a range of dates is a range of blocks.

CREATE TABLE department (
  department_id    INTEGER NOT NULL,
  department_name  VARCHAR(20) NOT NULL,
  PRIMARY KEY (department_id)
) ORDER BY (department_id) REPLICATED;

CREATE TABLE category (
  category_id    INTEGER NOT NULL,
  category_name  VARCHAR(30) NOT NULL,
  department_id  INTEGER NOT NULL,
  PRIMARY KEY (category_id),
  FOREIGN KEY (department_id) REFERENCES department (department_id)
) ORDER BY (category_id) REPLICATED;

CREATE TABLE product (
  product_id    INTEGER NOT NULL,
  product_name  VARCHAR(40) NOT NULL,
  category_id   INTEGER NOT NULL,
  brand         VARCHAR(20),
  list_price    DECIMAL(9, 2) NOT NULL,
  unit_cost     DECIMAL(20, 4) NOT NULL,
  weight_kg     DECIMAL(7, 3),
  launched      DATE NOT NULL,
  is_organic    BOOLEAN NOT NULL,
  PRIMARY KEY (product_id),
  FOREIGN KEY (category_id) REFERENCES category (category_id)
) ORDER BY (product_id) REPLICATED;

CREATE TABLE region (
  region_id    INTEGER NOT NULL,
  region_name  VARCHAR(20) NOT NULL,
  PRIMARY KEY (region_id)
) ORDER BY (region_id) REPLICATED;

CREATE TABLE city (
  city_id     INTEGER NOT NULL,
  city_name   VARCHAR(20) NOT NULL,
  region_id   INTEGER NOT NULL,
  population  INTEGER NOT NULL,
  latitude    DOUBLE NOT NULL,
  longitude   DOUBLE NOT NULL,
  is_capital  BOOLEAN NOT NULL,
  PRIMARY KEY (city_id),
  FOREIGN KEY (region_id) REFERENCES region (region_id)
) ORDER BY (city_id) REPLICATED;

CREATE TABLE store (
  store_id    INTEGER NOT NULL,
  store_name  VARCHAR(40) NOT NULL,
  city_id     INTEGER NOT NULL,
  opened      DATE NOT NULL,
  closed      DATE,
  floor_area  DECIMAL(8, 2) NOT NULL,
  is_outlet   BOOLEAN NOT NULL,
  PRIMARY KEY (store_id),
  FOREIGN KEY (city_id) REFERENCES city (city_id)
) ORDER BY (store_id) REPLICATED;

CREATE TABLE shopper (
  shopper_id    INTEGER NOT NULL,
  shopper_name  VARCHAR(40) NOT NULL,
  email         VARCHAR(60),
  birth_date    DATE,
  joined_at     TIMESTAMP NOT NULL,
  segment       VARCHAR(10) NOT NULL,
  PRIMARY KEY (shopper_id)
) ORDER BY (shopper_id) REPLICATED;

CREATE TABLE calendar (
  calendar_date   DATE NOT NULL,
  calendar_year   INTEGER NOT NULL,
  quarter_number  SMALLINT NOT NULL,
  month_number    SMALLINT NOT NULL,
  month_name      VARCHAR(9) NOT NULL,
  weekday_name    VARCHAR(9) NOT NULL,
  is_weekend      BOOLEAN NOT NULL,
  holiday         VARCHAR(20),
  PRIMARY KEY (calendar_date)
) ORDER BY (calendar_date) REPLICATED;

CREATE TABLE sales (
  sale_id     BIGINT NOT NULL,
  sale_date   DATE NOT NULL,
  sold_at     TIMESTAMP NOT NULL,
  product_id  INTEGER NOT NULL,
  store_id    INTEGER NOT NULL,
  shopper_id  INTEGER,
  quantity    SMALLINT NOT NULL,
  unit_price  DECIMAL(9, 2) NOT NULL,
  discount    DECIMAL(3, 2) NOT NULL,
  amount      DECIMAL(12, 2) NOT NULL,
  payment     VARCHAR(10) NOT NULL,
  is_online   BOOLEAN NOT NULL,
  coupon      VARCHAR(10),
  PRIMARY KEY (sale_id),
  FOREIGN KEY (sale_date) REFERENCES calendar (calendar_date),
  FOREIGN KEY (product_id) REFERENCES product (product_id),
  FOREIGN KEY (store_id) REFERENCES store (store_id),
  FOREIGN KEY (shopper_id) REFERENCES shopper (shopper_id)
) ORDER BY (sale_date) DISTRIBUTE BY HASH(sale_id);
