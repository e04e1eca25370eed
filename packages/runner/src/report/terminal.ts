import picocolors from "picocolors";
import type { Scrubber } from "../log/scrubber.ts";
import { visible, visibleLines } from "./visible.ts";

/** The part of a process's stream that is written to. */
export interface TextStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** Paints text, or leaves it as it is where there is no terminal. */
export type Colors = Readonly<Record<"green" | "red" | "yellow" | "dim", (text: string) => string>>;

/** What {@link Colors} writes around a text. */
const ESCAPE = "\u001B";
const PAINT = new RegExp(`(${ESCAPE}\\[(?:2|22|31|32|33|39)m)`);

/** How a page is laid out: what of {@link Terminal} the functions need that format one. */
export interface Layout {
  readonly colors: Colors;
  /** Characters of a line; undefined where there is no terminal. */
  readonly width?: number | undefined;
  /** Also what people rarely need: where files are, and notes that were printed before. */
  readonly verbose?: boolean | undefined;
}

/**
 * Where text for people goes: finished lines, and below them, on a terminal, a few live ones that are drawn again in
 * place. All of it is scrubbed of known secrets, and of what a terminal would obey only our own colours pass.
 */
export class Terminal implements Layout {
  readonly isLive: boolean;
  readonly colors: Colors;
  readonly verbose: boolean;
  readonly #stream: TextStream;
  readonly #scrubber: Scrubber;
  #live: readonly string[] = [];

  constructor(stream: TextStream, scrubber: Scrubber, options: { readonly verbose?: boolean } = {}) {
    this.#stream = stream;
    this.#scrubber = scrubber;
    this.verbose = options.verbose ?? false;
    this.isLive = stream.isTTY === true;
    this.colors = picocolors.createColors(this.isLive && picocolors.isColorSupported);
  }

  /** Characters of a line, asked anew each time: windows are resized. A terminal that does not know its size says 0. */
  get width(): number | undefined {
    return this.isLive ? this.#stream.columns || 80 : undefined;
  }

  /** Writes whole lines above the live ones. */
  print(text: string): void {
    this.#stream.write(`${this.#erase()}${this.#shown(text)}\n${this.#draw()}`);
  }

  /** Replaces the live lines; without a terminal there are none. */
  live(lines: readonly string[]): void {
    const { width } = this;
    if (width === undefined) return;
    const erase = this.#erase();
    // A line that wraps could not be erased by moving up one.
    this.#live = lines.map((line) => cut(visible(this.#scrubber.scrub(line)), width - 1));
    this.#stream.write(erase + this.#draw());
  }

  /** Lets another writer use the same screen. */
  around(write: () => void): void {
    if (this.#live.length > 0) this.#stream.write(this.#erase());
    write();
    if (this.#live.length > 0) this.#stream.write(this.#draw());
  }

  #shown(text: string): string {
    const scrubbed = this.#scrubber.scrub(text);
    if (!this.isLive) return visibleLines(scrubbed);
    return scrubbed
      .split(PAINT)
      .map((part, n) => (n % 2 === 1 ? part : visibleLines(part)))
      .join("");
  }

  #erase(): string {
    return this.#live.length === 0 ? "" : `\u001B[${this.#live.length}A\u001B[0J`;
  }

  #draw(): string {
    return this.#live.map((line) => `${line}\n`).join("");
  }
}

function cut(line: string, width: number): string {
  return line.length > width ? `${line.slice(0, Math.max(0, width - 1))}…` : line;
}
