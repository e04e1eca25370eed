import type { Scrubber } from "../log/scrubber.ts";
import type { Terminal } from "../report/terminal.ts";

/** What a tool is given: everything of the process, and nothing looked at yet. */
export interface ToolContext {
  /** What `--config` says. */
  readonly config: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Results, for people; silent where a program reads. */
  readonly terminal: Terminal;
  /** What a person must know besides the result. */
  readonly warn: (text: string) => void;
  /** Asks a person a question that is answered with yes or no; undefined where nobody is there to be asked. */
  readonly confirm: ((question: string) => Promise<boolean>) | undefined;
  readonly scrubber: Scrubber;
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** Told what there is so far, also when the command then fails: members of the machine-readable document. */
  readonly onResult: (result: object) => void;
}
