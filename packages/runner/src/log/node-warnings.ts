/** The part of `process` that is needed. */
export interface WarningSource {
  on(event: "warning", listener: (warning: Error) => void): unknown;
  off(event: "warning", listener: (warning: Error) => void): unknown;
}

/** Hands over what Node itself warns of, which it would otherwise print on stderr between our lines. */
export function onNodeWarnings(source: WarningSource, warned: (warning: Error) => void): Disposable {
  source.on("warning", warned);
  return {
    [Symbol.dispose]() {
      source.off("warning", warned);
    },
  };
}
