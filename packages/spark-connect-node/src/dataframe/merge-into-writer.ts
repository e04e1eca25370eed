import type { ActionOptions } from "../client/options.ts";
import { type Column, type ColumnOrLiteral, operand } from "../column/column.ts";
import { InvalidArgumentError } from "../errors.ts";
import type { MergeAction, MergeIntoCommand } from "../plan/commands/merge-into.ts";
import type { Relation } from "../plan/relation.ts";
import type { SessionRuntime } from "../session/session-runtime.ts";
import { conditionExpression } from "./arguments.ts";

/** New values by the target's column: a column of the source, of the target, or a plain value. */
export type Assignments = Readonly<Record<string, ColumnOrLiteral>>;

/** What becomes of target rows that a source row matches. */
export interface WhenMatched {
  /** Takes every column from the source, by name. */
  updateAll(): MergeIntoWriter;
  /** Sets these columns. */
  update(assignments: Assignments): MergeIntoWriter;
  /** Deletes the row. */
  delete(): MergeIntoWriter;
}

/** What becomes of source rows that match no target row. */
export interface WhenNotMatched {
  /** Inserts the row, every column by name. */
  insertAll(): MergeIntoWriter;
  /** Inserts a row of these columns. */
  insert(assignments: Assignments): MergeIntoWriter;
}

/** What becomes of target rows that no source row matches. */
export type WhenNotMatchedBySource = WhenMatched;

type ActionList = "matched" | "notMatched" | "notMatchedBySource";

let construct: (runtime: SessionRuntime, command: MergeIntoCommand) => MergeIntoWriter;

/** Makes a writer. Internal. */
export function mergeIntoWriter(
  runtime: SessionRuntime,
  input: Relation,
  table: string,
  condition: Column | string,
): MergeIntoWriter {
  if (table === "") {
    throw new InvalidArgumentError("mergeInto needs the name of a table; it is empty");
  }
  return construct(runtime, {
    kind: "mergeInto",
    input,
    table,
    condition: conditionExpression(condition),
    matched: [],
    notMatched: [],
    notMatchedBySource: [],
    schemaEvolution: false,
  });
}

/**
 * A MERGE of a DataFrame, the source, into a table, the target. Immutable: each `when…` gives a new writer with one
 * more action; of several for the same rows the first whose condition holds is taken. `merge()` runs it.
 */
export class MergeIntoWriter {
  readonly #runtime: SessionRuntime;
  readonly #command: MergeIntoCommand;

  static {
    construct = (runtime, command) => new MergeIntoWriter(runtime, command);
  }

  private constructor(runtime: SessionRuntime, command: MergeIntoCommand) {
    this.#runtime = runtime;
    this.#command = command;
  }

  /** For target rows that a source row matches, and for which the condition holds. */
  whenMatched(condition?: Column | string): WhenMatched {
    return this.#whenInTarget("matched", condition);
  }

  /** For source rows that match no target row, and for which the condition holds. */
  whenNotMatched(condition?: Column | string): WhenNotMatched {
    return {
      insertAll: () => this.#adding("notMatched", "insertAll", condition),
      insert: (assignments) => this.#adding("notMatched", "insert", condition, assignments),
    };
  }

  /** For target rows that no source row matches, and for which the condition holds. */
  whenNotMatchedBySource(condition?: Column | string): WhenNotMatchedBySource {
    return this.#whenInTarget("notMatchedBySource", condition);
  }

  /** Lets the target get columns of the source that it has not. */
  withSchemaEvolution(): MergeIntoWriter {
    return new MergeIntoWriter(this.#runtime, { ...this.#command, schemaEvolution: true });
  }

  /** Runs the merge; done when Spark has committed it. */
  async merge(options?: ActionOptions): Promise<void> {
    const { matched, notMatched, notMatchedBySource } = this.#command;
    if (matched.length + notMatched.length + notMatchedBySource.length === 0) {
      throw new InvalidArgumentError(
        "A merge needs at least one action: say what happens whenMatched, or whenNotMatched",
      );
    }
    await this.#runtime.run(this.#command, options);
  }

  #whenInTarget(list: ActionList, condition: Column | string | undefined): WhenMatched {
    return {
      updateAll: () => this.#adding(list, "updateAll", condition),
      update: (assignments) => this.#adding(list, "update", condition, assignments),
      delete: () => this.#adding(list, "delete", condition),
    };
  }

  #adding(
    list: ActionList,
    kind: MergeAction["kind"],
    condition: Column | string | undefined,
    assignments?: Assignments,
  ): MergeIntoWriter {
    const action: MergeAction = {
      kind,
      ...(condition === undefined ? {} : { condition: conditionExpression(condition) }),
      ...(assignments === undefined ? {} : { assignments: assignmentsOf(assignments) }),
    };
    return new MergeIntoWriter(this.#runtime, {
      ...this.#command,
      [list]: [...this.#command[list], action],
    });
  }
}

function assignmentsOf(assignments: Assignments): NonNullable<MergeAction["assignments"]> {
  const entries = Object.entries(assignments);
  if (entries.length === 0) {
    throw new InvalidArgumentError(
      "A merge's update or insert needs at least one column; the object is empty",
    );
  }
  return entries.map(([key, value]) => ({ key, value: operand(value) }));
}
