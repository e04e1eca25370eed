import type { Metastore } from "@dataworks/etl-core";
import { SparkConnectError, type StructField, StructType } from "spark-connect-node";

type Rows = readonly Readonly<Record<string, unknown>>[];

interface Table {
  readonly columns: readonly StructField[];
  readonly partitions: Map<string, string>;
}

const NAME = "`[^`]+`\\.`([^`]+)`";
const PARTITION = /PARTITION \(`date_uploaded` = DATE '([^']+)'\)(?: LOCATION '([^']+)')?/gu;

const HIVE = "org.apache.hadoop.hive.ql.io.parquet";
const PARQUET = [
  ["Serde Library", `${HIVE}.serde.ParquetHiveSerDe`],
  ["InputFormat", `${HIVE}.MapredParquetInputFormat`],
] as const;

/** A metastore in memory: the statements of publishing, as Spark and Hive take or refuse them. One database. */
export class MemoryMetastore implements Metastore {
  readonly tables = new Map<string, Table>();
  /** Statements so far that change something. */
  changes = 0;

  /** Where a table shows each day. */
  shown(table: string): Readonly<Record<string, string>> {
    return Object.fromEntries(this.tables.get(table)?.partitions ?? []);
  }

  async columns({ table }: { readonly table: string }): Promise<StructType> {
    return new StructType([
      ...this.#table(table).columns,
      ...StructType.fromDDL("date_uploaded DATE").fields,
    ]);
  }

  async run(statement: string): Promise<Rows> {
    if (/^(?:CREATE|ALTER|DROP)/u.test(statement)) this.changes += 1;
    for (const [pattern, work] of this.#statements) {
      const match = new RegExp(`^${pattern}`, "u").exec(statement);
      if (match !== null) return work(match[1] ?? "", match[2] ?? "", statement) ?? [];
    }
    throw new Error(`not a statement of publishing: ${statement}`);
  }

  readonly #statements: readonly (readonly [
    string,
    (table: string, rest: string, statement: string) => Rows | undefined,
  ])[] = [
    ["CREATE DATABASE", () => undefined],
    ["SHOW (?:DATABASES|VIEWS|TBLPROPERTIES)", () => []],
    ["SHOW TABLES", () => [...this.tables.keys()].map((tableName) => ({ tableName, isTemporary: false }))],
    [
      `SHOW PARTITIONS ${NAME}`,
      (table) =>
        [...this.#table(table).partitions.keys()].map((day) => ({ partition: `date_uploaded=${day}` })),
    ],
    [
      `CREATE EXTERNAL TABLE IF NOT EXISTS ${NAME} \\((.*)\\) PARTITIONED BY`,
      (table, columns) => {
        if (this.tables.has(table)) return;
        this.tables.set(table, { columns: StructType.fromDDL(columns).fields, partitions: new Map() });
      },
    ],
    [
      `ALTER TABLE ${NAME} ADD COLUMNS \\((.*)\\)$`,
      (table, columns) => {
        const { columns: present, partitions } = this.#table(table);
        this.tables.set(table, {
          columns: [...present, ...StructType.fromDDL(columns).fields],
          partitions,
        });
      },
    ],
    [
      `ALTER TABLE ${NAME} ADD IF NOT EXISTS`,
      (table, _rest, statement) => {
        const { partitions } = this.#table(table);
        for (const [, day = "", location = ""] of statement.matchAll(PARTITION)) {
          if (!partitions.has(day)) partitions.set(day, location);
        }
      },
    ],
    [
      `ALTER TABLE ${NAME} PARTITION \\(\`date_uploaded\` = DATE '([^']+)'\\) SET LOCATION`,
      (table, day, statement) => {
        const { partitions } = this.#table(table);
        if (!partitions.has(day)) throw new Error("no such partition");
        partitions.set(day, /SET LOCATION '([^']+)'/u.exec(statement)?.[1] ?? "");
      },
    ],
    [
      `ALTER TABLE ${NAME} DROP IF EXISTS PARTITION \\(\`date_uploaded\` = DATE '([^']+)'\\)`,
      (table, day) => void this.#table(table).partitions.delete(day),
    ],
    [
      `ALTER TABLE ${NAME} RENAME TO ${NAME}`,
      (from, to) => {
        const table = this.#table(from);
        if (this.tables.has(to)) throw new Error(`the table ${to} exists already`);
        this.tables.delete(from);
        this.tables.set(to, table);
      },
    ],
    [`DROP TABLE IF EXISTS ${NAME}`, (table) => void this.tables.delete(table)],
    [
      `DESCRIBE TABLE EXTENDED ${NAME} PARTITION \\(\`date_uploaded\` = DATE '([^']+)'\\)`,
      (table, day) => {
        const location = this.#table(table).partitions.get(day);
        if (location === undefined) {
          throw new SparkConnectError("EXECUTION", "no such partition", {
            errorClass: "PARTITIONS_NOT_FOUND",
          });
        }
        return rows(["# Detailed Partition Information", ""], ["Location", location], ...PARQUET);
      },
    ],
    [
      `DESCRIBE TABLE EXTENDED ${NAME}`,
      (table) => {
        this.#table(table);
        return rows(
          ["# Partition Information", ""],
          ["date_uploaded", "date"],
          ["", ""],
          ["# Detailed Table Information", ""],
          ["Type", "EXTERNAL"],
          ["Provider", "hive"],
          ...PARQUET,
          ["Partition Provider", "Catalog"],
        );
      },
    ],
  ];

  #table(name: string): Table {
    const table = this.tables.get(name);
    if (table === undefined) throw new Error(`the table ${name} is not there`);
    return table;
  }
}

function rows(...pairs: readonly (readonly [string, string])[]): Rows {
  return pairs.map(([col_name, data_type]) => ({ col_name, data_type }));
}
