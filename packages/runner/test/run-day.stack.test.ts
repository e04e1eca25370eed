import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { Sandbox } from "./support/sandbox.ts";

let box: Sandbox;
let config: string;

beforeAll(async () => {
  box = await Sandbox.create();
  config = await box.config();
});

afterAll(() => box[Symbol.asyncDispose]());

const range = (command: "run" | "plan", start: string, end: string, ...more: string[]): string[] => {
  const days = ["--start_dt", start, "--end_dt", end];
  return [command, "--module_name", "vacancy", ...days, "--config", config, ...more];
};

const step = (command: "run" | "plan", day: string, ...more: string[]): string[] =>
  range(command, day, day, ...more);

interface Document {
  readonly status: string;
  readonly exit_code: number;
  readonly days: { day: string; status: string; run_id: number; collections: Record<string, unknown>[] }[];
  readonly error?: { code: string; message: string };
  readonly clean_up?: { tables: string[]; objects: number };
}

async function json(
  args: string[],
  environment?: NodeJS.ProcessEnv,
): Promise<{ code: number | null; document: Document; stderr: string }> {
  const { code, stdout, stderr } = await box.adg([...args, "--json"], environment);
  return { code, document: JSON.parse(stdout) as Document, stderr };
}

async function publishedKeys(): Promise<string[]> {
  const { Contents = [] } = await box.s3.send(new ListObjectsV2Command({ Bucket: box.published }));
  return Contents.map(({ Key = "" }) => Key);
}

describe("a day from its file to its table", () => {
  const day = "2026-11-01";

  beforeAll(() => box.put(`${day}_bids_1.csv`, "Id,Amount\n001,7\n002,seven\n"));

  it("is planned without a trace", async () => {
    const { code, document } = await json(step("plan", day));
    expect(code).toBe(0);
    expect(document).toMatchObject({
      status: "done",
      days: [
        {
          day,
          status: "ready",
          collections: [
            {
              name: "bids",
              table: "new",
              files: [{ key: `${day}_bids_1.csv`, size: 26 }],
              columns: ["id", "amount"],
            },
          ],
        },
      ],
    });
    expect(await publishedKeys()).toEqual([]);
    expect(await box.item()).toBeUndefined();
  });

  it("is run, recorded and said", async () => {
    const { code, stdout, stderr } = await box.adg(step("run", day));
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`${day} started, run 1`);
    expect(stdout).toContain(`${day}  bids  staging`);
    expect(stdout).toContain(`${day}  bids  published 2 rows`);
    expect(stdout).toContain(`${day} completed, run 1`);
    expect(stdout).toMatch(/~ amount string → int(eger)?: 1 value became null/);
    expect(await box.item()).toMatchObject({ Date: day, Run_Id: "1", Status: "Completed" });
    expect(await box.item("_1")).toMatchObject({ Date: day, Run_Id: "1", Status: "Completed" });
    expect(await box.item(`#lock#${day}`)).toBeUndefined();
    const keys = await publishedKeys();
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) {
      expect(key).toMatch(
        /^data\/runner_\w+\/non-pii\/bids\/run=000001-[0-9a-f]{8}\/(date_uploaded=2026-11-01\/part-|_columns\.json$)/,
      );
    }

    const lines = stderr
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(
      lines.every((line) => line["correlation_id"] === "kickstart_vacancy_analytical_dataset_generation"),
    ).toBe(true);
    expect(
      lines.some((line) => line["run_id"] === 1 && line["day"] === day && line["collection"] === "bids"),
    ).toBe(true);
    for (const secret of [
      box.info.clusterKeys.secretAccessKey,
      box.info.adminKeys.secretAccessKey,
      box.info.spark.token,
    ]) {
      expect(stdout + stderr).not.toContain(secret);
    }
  });

  it("is run again into a new folder, and the ledger does not move back", async () => {
    await box.put("2026-11-02_bids_1.csv", "Id,Amount\n003,9\n");
    expect(await json(step("run", "2026-11-02"))).toMatchObject({ code: 0 });
    const { code, document } = await json(step("run", day));
    expect(code).toBe(0);
    expect(document.days).toMatchObject([
      { day, status: "completed", run_id: 3, collections: [{ name: "bids", rows: 2, bad_rows: 0 }] },
    ]);
    expect(document.days[0]?.collections[0]?.["location"]).toContain("run=000003-");
    expect(await box.item()).toMatchObject({ Date: "2026-11-02", Run_Id: "3", Status: "Completed" });
    expect(await box.item("_3")).toMatchObject({ Date: day, Status: "Completed" });
  });

  it("is run to its end though nobody reads what it says any more", async () => {
    const child = box.start(step("run", day));
    const end = box.finished(child);
    child.stdout?.destroy();
    child.stderr?.destroy();
    expect(await end).toMatchObject({ code: 0 });
    expect(await box.item("_4")).toMatchObject({ Date: day, Status: "Completed" });
    expect(await box.item(`#lock#${day}`)).toBeUndefined();
  });

  it("is refused to a second runner at once, which says who has it", async () => {
    const both = await Promise.all([json(step("run", day)), json(step("run", day))]);
    const [winner, loser] = both.sort((a, b) => (a.code ?? 0) - (b.code ?? 0));
    expect(winner).toMatchObject({ code: 0 });
    expect(loser).toMatchObject({ code: 3, document: { status: "refused", error: { code: "DAY_LOCKED" } } });
    expect(loser?.stderr).toMatch(/is being run by .+ \(pid \d+\), who holds it until 2\d{3}-/);
  });

  it("reads the E2E folder when told so", async () => {
    await box.put(`kickstart-e2e-tests/2026-11-03_bids_1.csv`, "Id,Amount\n1,1\n2,2\n3,3\n", box.published);
    const { code, document } = await json(step("run", "2026-11-03", "--e2e_test_flg", "True"));
    expect({ code, error: document.error }).toEqual({ code: 0, error: undefined });
    expect(document.days).toMatchObject([{ collections: [{ rows: 3 }] }]);
  });
});

describe("a plan of several days", () => {
  it("ends at the first that would fail, as run does", async () => {
    const { code, document } = await json(range("plan", "2026-11-01", "2026-11-30"));
    expect(code).toBe(1);
    const days = document.days.map(({ day }) => day);
    expect(days).toEqual(["2026-11-01", "2026-11-02", "2026-11-03"]);
  });

  it("looks at all of them before a clean-up, and names each that would be lost", async () => {
    const { code, document } = await json(
      range("plan", "2026-11-02", "2026-11-05", "--clean_up_flg", "true"),
    );
    expect(code).toBe(3);
    expect(document.days).toHaveLength(4);
    expect(document.error?.message).toMatch(/2026-11-03.*2026-11-04.*2026-11-05/u);
  });
});

describe("clean-up", () => {
  it("is refused when a day has no source file, and touches nothing", async () => {
    const before = await box.item();
    const { code, document } = await json(range("run", "2026-11-02", "2026-11-09", "--clean_up_flg", "true"));
    expect(code).toBe(3);
    expect(document.error?.message).toContain("2026-11-09 (2026-11-09_bids)");
    expect(await box.item()).toEqual(before);
    expect(await publishedKeys()).not.toEqual([]);
  });

  it("is planned: its tables are made anew, and nothing is removed", async () => {
    const day = "2026-11-01";
    const { code, document } = await json(step("plan", day, "--clean_up_flg", "true"));
    expect(code).toBe(0);
    expect(document.days).toMatchObject([{ day, collections: [{ name: "bids", table: "new" }] }]);
    expect((await json(step("plan", day))).document.days).toMatchObject([
      { collections: [{ table: "exists" }] },
    ]);
  });

  it("removes what was published and does the days anew", async () => {
    const { code, document } = await json(range("run", "2026-11-01", "2026-11-02", "--clean_up_flg", "True"));
    expect({ code, error: document.error }).toEqual({ code: 0, error: undefined });
    expect(document.clean_up?.tables).toEqual([`${box.database}.bids`]);
    expect(document.days.map(({ day, status }) => [day, status])).toEqual([
      ["2026-11-01", "completed"],
      ["2026-11-02", "completed"],
    ]);
    const runs = new Set(
      (await publishedKeys()).filter((key) => key.startsWith("data/")).map((key) => key.split("/")[4]),
    );
    expect(runs.size).toBe(2);
    expect(await box.item()).toMatchObject({ Date: "2026-11-03", Status: "Completed" });
  });
});

describe("a day that fails", () => {
  const day = "2026-12-01";

  beforeEach(() => box.put(`${day}_bids_1.csv`, "Id,Amount\n1,1\n"));

  it("for a missing file: exit 1, as the original, and later days are not tried", async () => {
    await box.put("2026-11-29_Bids.CSV", "Id,Amount\n1,1\n");
    const { code, document, stderr } = await json(range("run", "2026-11-29", day));
    expect({ code, status: document.status }).toEqual({ code: 1, status: "source-file-missing" });
    expect(stderr.trim().split("\n").at(-1)).toMatch(
      /^adg: File Not Found for 2026-11-29_bids in s3:.*similar names there: 2026-11-29_Bids\.CSV\. Ask the source.*7 days/u,
    );
    expect(stderr).toContain("no collection reads: 2026-11-29_Bids.CSV");
    expect(stderr).not.toContain("    at ");
    expect(document.days).toMatchObject([{ day: "2026-11-29", status: "failed" }]);
    expect(await box.item()).toMatchObject({ Date: "2026-11-29", Status: "Failed" });
    expect(await box.item("#lock#2026-11-29")).toBeUndefined();
  });

  it("for a write that fails: never Completed", async () => {
    const broken = await box.config({
      published: { database: `${box.database}_x`, bucket: "runner-no-such-bucket" },
    });
    const { code, document, stderr } = await json(
      step("run", day).map((argument) => (argument === config ? broken : argument)),
    );
    expect(code).toBe(4);
    expect(document.error?.message).toContain("runner-no-such-bucket");
    expect(stderr).toContain("adg: ");
    expect(await box.item()).toMatchObject({ Date: day, Status: "Failed" });
  });

  it("for a Spark that cannot be reached: exit 4 and says where", async () => {
    const { code, stderr } = await json(step("run", day), {
      SPARK_REMOTE: "sc://localhost:9/;token=s3cr3t-t0ken",
    });
    expect(code).toBe(4);
    expect(stderr).toMatch(
      /adg: Cannot reach a Spark Connect server at localhost:9 .* The address is spark.remote/,
    );
    expect(stderr).not.toContain("s3cr3t-t0ken");
    expect(await box.item()).toMatchObject({ Date: day, Status: "Failed" });
    expect(await box.item(`#lock#${day}`)).toBeUndefined();
  });

  it("for SIGTERM: what Spark runs is cancelled, the day is Failed, the lock released, exit 143", async () => {
    const child = box.start(step("run", day));
    const end = box.finished(child);
    await new Promise<void>((resolve) => {
      child.stdout?.on("data", (part: string) => part.includes("found 1 file") && resolve());
    });
    child.kill("SIGTERM");
    const { code, stderr } = await end;
    expect({ code, stderr: code === 143 ? "" : stderr }).toEqual({ code: 143, stderr: "" });
    expect(stderr).toContain("adg: Ended by SIGTERM");
    expect(await box.item()).toMatchObject({ Date: day, Status: "Failed" });
    expect(await box.item(`#lock#${day}`)).toBeUndefined();
  });

  it("and is the first to run by default next time", async () => {
    const { document } = await json([
      "plan",
      "--module_name",
      "vacancy",
      "--end_dt",
      day,
      "--config",
      config,
    ]);
    expect(document.days.map((each) => each.day)).toEqual([day]);
  });
});
