// What is measured: the same queries for the floor, this client, and PySpark. Sizes can be made smaller for a trial.

/** A table of the types people collect: 64-bit ids, text, fractions, money, instants to the microsecond. */
export const mixedRows = (rows) => `
  SELECT id,
         concat('customer-', id % 100000) AS name,
         id / 7.0D AS ratio,
         CAST(id % 1000 AS INT) AS bucket,
         CAST(id AS DECIMAL(18, 2)) / 100 AS price,
         timestamp_micros(1700000000000000 + id * 1001) AS at
  FROM range(0, ${rows}, 1, 4)`;

/** One of several queries that run at once: some work, a small answer. */
export const smallQuery = (index) => `SELECT sum(id % ${index + 2}) AS s FROM range(0, 200000, 1, 2)`;

/** Row `i` of the data that goes the other way. */
export const uploadRow = (i) => ({
  id: BigInt(i),
  name: `customer-${i % 100_000}`,
  ratio: i / 7,
  bucket: i % 1_000,
});
export const uploadSchema = "id BIGINT, name STRING, ratio DOUBLE, bucket INT";
