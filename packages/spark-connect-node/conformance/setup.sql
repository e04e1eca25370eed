SET spark.sql.session.timeZone = UTC;

SET spark.sql.ansi.enabled = true;

SET spark.sql.timeType.enabled = true;

CREATE OR REPLACE TEMPORARY VIEW people AS SELECT * FROM VALUES
  (1L, 'Ann', 34, 'Leeds', CAST(5200.50 AS DECIMAL(10, 2)), array('chess', 'tea'), DATE'1991-02-03'),
  (2L, 'Bob', 51, 'York', CAST(3100.00 AS DECIMAL(10, 2)), array(), DATE'1974-11-30'),
  (3L, 'Cy', NULL, 'Leeds', NULL, NULL, NULL),
  (4L, 'Dee', 34, NULL, CAST(4800.25 AS DECIMAL(10, 2)), array('tea', NULL), DATE'1991-07-19')
  AS people(id, name, age, town, pay, likes, born);

CREATE OR REPLACE TEMPORARY VIEW orders AS SELECT * FROM VALUES
  (100L, 1L, 'book', 12.5D, 2, TIMESTAMP'2026-01-05 10:00:00'),
  (101L, 1L, 'lamp', 40D, 1, TIMESTAMP'2026-01-07 09:30:00'),
  (102L, 2L, 'book', 12.5D, 1, TIMESTAMP'2026-02-01 23:59:59.123456'),
  (103L, 3L, 'desk', NULL, 1, TIMESTAMP'2026-02-14 00:00:00'),
  (104L, 9L, 'pen', 1.25D, 10, TIMESTAMP'2026-03-01 12:00:00')
  AS orders(order_id, person_id, item, price, amount, placed);

CREATE OR REPLACE TEMPORARY VIEW nested AS SELECT
  id,
  named_struct('a', CAST(id AS INT), 'b', named_struct('c', concat('c', id), 'd', array(id, id + 1))) AS s,
  map('k', id, concat('k', id), id * 2) AS m,
  array(named_struct('x', id, 'y', 'one'), named_struct('x', id + 10, 'y', NULL)) AS l
  FROM range(3);

CREATE OR REPLACE TEMPORARY VIEW texts AS SELECT * FROM VALUES
  (1, '{"a": 1, "b": [1, 2], "c": {"d": "x"}}', '1,two,2026-01-01', 'https://example.org/p?q=1#r', 'Grüße, 世界'),
  (2, '{"a": null}', '2,,', 'nonsense', ''),
  (3, NULL, NULL, NULL, NULL)
  AS texts(id, json, csv, url, words)
