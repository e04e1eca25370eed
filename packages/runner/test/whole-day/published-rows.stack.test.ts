import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { readWithPySpark, setIamEnforcement, type StackInfo, uploadDays } from "@dataworks/local-stack";
import { type GeneratedDay, generateVacancyDays } from "@dataworks/test-data";
import { adg } from "../support/command.ts";
import { instance, step } from "../support/instance.ts";
import { sorted } from "../support/rows.ts";

// Three days as the source delivers them, with IAM enforced: the cluster's own keys cannot read one byte of them.
// What is published is read by PySpark, through the tables, as an analyst would.

const days: readonly GeneratedDay[] = generateVacancyDays({ start: "2026-09-01", days: 3, rows: 300 });
const names = ["bids", "bid_employers", "introductions", "vacancies"] as const;

let info: StackInfo;

beforeAll(async () => {
  info = await instance();
  await uploadDays(info, days);
  await setIamEnforcement(info, true);
});

afterAll(() => setIamEnforcement(info, false));

describe("three vacancy days", () => {
  it("run with IAM enforced", async () => {
    const { code, stderr } = await adg(step("vacancy", "2026-09-01", "2026-09-03"));
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  });

  it.each(names)("%s: every value of every row is what was delivered", async (name) => {
    const collections = days.map(({ day, collections }) => {
      const collection = collections.find((each) => each.name === name);
      if (collection === undefined) throw new Error(`no ${name} on ${day}`);
      return { day, records: collection.records };
    });
    const columns = [
      ...new Set(collections.flatMap(({ records }) => Object.keys(records[0]?.published ?? {}))),
    ];
    const expected = collections.flatMap(({ day, records }) =>
      records.map(({ published, errors }) => ({
        day,
        ...Object.fromEntries(columns.map((column) => [column, published[column] ?? null])),
        error_desc: errors,
      })),
    );

    const casts = columns.map((column) => `CAST(\`${column}\` AS STRING) AS \`${column}\``);
    const query = `SELECT CAST(date_uploaded AS STRING) AS day, ${casts.join(", ")}, error_desc
      FROM uc_kickstart.${name} WHERE date_uploaded BETWEEN DATE'2026-09-01' AND DATE'2026-09-03'`;
    const actual = await readWithPySpark(info.spark.remote, query, { report: () => {} });

    expect(sorted(actual)).toEqual(sorted(expected));
  });

  it("adds a new column behind all others, and keeps the partition's last", async () => {
    const rows = await readWithPySpark(info.spark.remote, "DESCRIBE uc_kickstart.vacancies", {
      report: () => {},
    });
    const described = rows.map((row) => String(row["col_name"]));
    const columns = described.slice(0, described.indexOf("# Partition Information"));
    expect(columns.slice(-3)).toEqual(["error_desc", "offers_travel_costs", "date_uploaded"]);
  });
});
