import { fstatSync } from "node:fs";
import type { TextStream } from "../report/terminal.ts";
import { writeWhole } from "./write-whole.ts";

/** Where results go; it may be one that can be asked whether all of them arrived. */
export interface Output extends TextStream {
  /** Waits for what was written. Resolves to the error that ended the stream, to undefined while all is well. */
  readonly settled?: () => Promise<Error | undefined>;
}

/** The part of `process.stdout` that is needed. */
export interface ProcessStream {
  readonly fd: number;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string, callback: (error?: Error | null) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
}

/**
 * stdout or stderr, which must not take a day with it: after its first error, a full disk's, nothing more is written,
 * and `settled` tells. A reader that goes away (`adg run | head`) has seen what it wanted; that is no error.
 */
export function processOutput(stream: ProcessStream): Required<Output> {
  let broken = false;
  let error: Error | undefined;
  let last: Promise<void> = Promise.resolve();
  const breaks = (cause: NodeJS.ErrnoException): void => {
    broken = true;
    if (cause.code !== "EPIPE") error ??= cause;
  };
  stream.on("error", breaks);
  // Node passes over what a file does not take.
  const asFile = stream.isTTY !== true && isFile(stream.fd);

  return {
    isTTY: stream.isTTY,
    get columns() {
      return stream.columns;
    },
    write(text) {
      if (broken) return;
      if (!asFile) {
        last = new Promise((resolve) => {
          stream.write(text, (cause) => {
            if (cause) breaks(cause);
            resolve();
          });
        });
        return;
      }
      try {
        writeWhole(stream.fd, text);
      } catch (cause) {
        breaks(cause as NodeJS.ErrnoException);
      }
    },
    async settled() {
      await last;
      return error;
    },
  };
}

/**
 * With `bigint`, which keeps its answer elsewhere: realpath takes the last one without for its own, and where that was of a pipe,
 * Node 20 imports modules by the path of their symbolic link.
 */
function isFile(fd: number): boolean {
  const stat = fstatSync(fd, { bigint: true });
  return stat.isFile() || stat.isCharacterDevice();
}
