import type { Diagnosis } from "../doctor/diagnosis.ts";
import type { Colors } from "./terminal.ts";

/** What the doctor found, as people read it: each day that needs a look, then how many are in order. */
export function formatDiagnoses(diagnoses: readonly Diagnosis[], colors: Colors): string {
  const inOrder = diagnoses.filter(({ kind }) => kind === "in order").length;
  const unknown = diagnoses.filter(({ kind }) => kind === "no record").map(({ day }) => day);
  return [
    ...diagnoses.flatMap((diagnosis) => lines(diagnosis, colors)),
    `${days(inOrder)} in order`,
    ...(unknown.length === 0
      ? []
      : [
          `${days(unknown.length)} without a record of what was published, ${unknown[0]} to ${unknown.at(-1)}: not examined`,
        ]),
  ].join("\n");
}

function lines(diagnosis: Diagnosis, colors: Colors): string[] {
  switch (diagnosis.kind) {
    case "no record":
    case "in order":
      return [];
    case "running":
      return [
        `${diagnosis.day} is being run by ${diagnosis.owner} (until ${diagnosis.until.toISOString()}): not examined`,
      ];
    case "wrong":
    case "repaired": {
      const { day, kind, runId, unfinished, faults } = diagnosis;
      const should = runId === undefined ? "removed" : `run ${runId}`;
      return [
        `${day} ${kind === "wrong" ? colors.red("wrong") : colors.green("repaired")}: the ledger has ${should}${unfinished ? ", not recorded as published" : ""}`,
        ...faults.map(({ table, found, expected, kind: why }) => {
          const remedy = why === "moved" ? "" : `; ${REMEDIES[why]}`;
          return `  ${table}: shows ${found ?? "nothing"}, should be ${expected ?? "nothing"}${remedy}`;
        }),
      ];
    }
    default:
      return diagnosis satisfies never;
  }
}

const REMEDIES = {
  "no table": "the table is missing: run the day again",
  "not removed": "a clean-up was not finished: run it again, or the day",
  "unknown run": "the ledger does not know that newer run: run the day again",
};

function days(count: number): string {
  return count === 1 ? "1 day" : `${count} days`;
}

/** A day as the machine-readable document has it. */
export function diagnosisEntry(diagnosis: Diagnosis): object {
  const { day, kind } = diagnosis;
  const status = kind.replace(" ", "-");
  switch (diagnosis.kind) {
    case "no record":
      return { day, status };
    case "running":
      return { day, status, owner: diagnosis.owner, until: diagnosis.until.toISOString() };
    case "in order":
      return { day, status, run_id: diagnosis.runId };
    case "wrong":
    case "repaired":
      return {
        day,
        status,
        run_id: diagnosis.runId ?? null,
        unfinished: diagnosis.unfinished,
        faults: diagnosis.faults.map(({ table, kind: why, found, expected }) => ({
          table,
          kind: why.replace(" ", "-"),
          found: found ?? null,
          expected: expected ?? null,
        })),
      };
    default:
      return diagnosis satisfies never;
  }
}
