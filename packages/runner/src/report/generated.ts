import type { SourceFile } from "@dataworks/test-data";
import type { GenerateRequest } from "../generate/generate-request.ts";
import type { SeededAudit } from "../generate/seed-audit.ts";
import type { Target } from "../generate/target.ts";
import { formatTable } from "./table.ts";

/** A generated file; without bytes while it is only planned. */
export interface PlannedFile {
  readonly file: SourceFile;
  readonly key: string;
  readonly bytes: number | null;
}

/** A file as the machine-readable document has it. */
export function fileEntry({ file, key, bytes }: PlannedFile): object {
  const { module, collection, day, records, encrypted } = file;
  return { module, collection, day, key, records, bytes, encrypted };
}

const count = (number: number): string => number.toLocaleString("en-GB");

/** What was written, or would be, as people read it. */
export function describeFiles(
  { dryRun, modules, days }: GenerateRequest,
  { environment, bucket, folder, e2e }: Target,
  files: readonly PlannedFile[],
  audit: readonly SeededAudit[],
  width: number | undefined,
): string {
  const table = formatTable({
    head: ["day", "collection", "file", "records", "bytes"],
    rows: files.map(({ file, bytes }) => [
      file.day,
      file.collection,
      file.name,
      count(file.records),
      bytes === null ? "" : count(bytes),
    ]),
    right: [3, 4],
    width,
  });
  const runnable = e2e || (environment === "local" && folder === "");
  const range = `--start_dt ${days[0] ?? ""} --end_dt ${days.at(-1) ?? ""}`;
  return [
    `${dryRun ? "Would write" : "Wrote"} ${files.length} files to s3://${bucket}/${folder}`,
    table,
    ...audit.map(
      ({ correlation_id, date, before }) =>
        `audit item ${correlation_id}: ${date} is next (was ${before === null ? "none" : `${before.date ?? "no day"}, ${before.status ?? "no status"}`})`,
    ),
    ...(runnable ? ["To run them:"] : []),
    ...(runnable
      ? modules.map(
          (module) => `  adg run --module_name ${module} ${range}${e2e ? " --e2e_test_flg true" : ""}`,
        )
      : []),
  ].join("\n");
}
