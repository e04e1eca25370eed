/** The server a plan is written for. Old servers drop protobuf fields they do not know without a word. */
export interface ServerTarget {
  /** As the server says it, such as `4.3.0` or `3.5.6-amzn-0`. */
  readonly version: string;
  readonly major: number;
  readonly minor: number;
}

/** Reads a version; one that does not begin with two numbers counts as the newest server. */
export function parseServerVersion(version: string): ServerTarget {
  const match = /^(\d+)\.(\d+)/.exec(version);
  if (match === null) {
    return { version, major: Number.MAX_SAFE_INTEGER, minor: 0 };
  }
  return { version, major: Number(match[1]), minor: Number(match[2]) };
}

/** Whether the server is of this version or a later one. */
export function isAtLeast(target: ServerTarget, major: number, minor: number): boolean {
  return target.major > major || (target.major === major && target.minor >= minor);
}
