/** The conversion table once more, for numbers and booleans, on BigInt: slow, plain, and nothing of Spark's. */

const NUMBER = /^([+-]?)(?:([0-9]+)\.?([0-9]*)|\.([0-9]+))(?:[eE]([+-]?[0-9]+))?$/;
const TRUE = new Set(["t", "true", "y", "yes", "1"]);
const FALSE = new Set(["f", "false", "n", "no", "0"]);

interface Scaled {
  /** Without trailing zeros, unless it is zero. */
  readonly digits: bigint;
  readonly power: bigint;
}

/** A number as digits times a power of ten; undefined when the text is none. */
function parse(text: string): Scaled | undefined {
  const match = NUMBER.exec(trim(text));
  if (match === null) return undefined;
  const [, sign = "", whole = "", after = "", leading = "", exponent = "0"] = match;
  const fraction = after + leading;
  const all = (whole + fraction).replace(/^0+/, "");
  const kept = all.replace(/0+$/, "");
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(all.length - kept.length);
  const digits = BigInt(kept === "" ? "0" : kept);
  return { digits: sign === "-" ? -digits : digits, power: digits === 0n ? 0n : power };
}

/** A whole number between two bounds, or null. */
export function wholeOracle(text: string, min: bigint, max: bigint): string | null {
  const number = parse(text);
  if (number === undefined || number.power < 0n || number.power > 40n) return null;
  const value = number.digits * 10n ** number.power;
  return value >= min && value <= max ? String(value) : null;
}

/** A finite double, not zero for a number that is not, or null. */
export function doubleOracle(text: string): number | null {
  const number = parse(text);
  if (number === undefined) return null;
  const value = Number(trim(text));
  return Number.isFinite(value) && (value !== 0 || number.digits === 0n) ? value : null;
}

/** Whether the shortest text of the nearest double, which JavaScript writes, is another number. */
export function roundedOracle(text: string): boolean {
  const value = doubleOracle(text);
  if (value === null) return false;
  const [written, kept] = [parse(text), parse(String(value))];
  return written?.digits !== kept?.digits || written?.power !== kept?.power;
}

/** Whether a text has 17 digits, which are enough to tell any double from its neighbours. */
export function isLongForm(text: string): boolean {
  return String(parse(text)?.digits).replace("-", "").length === 17;
}

/** A decimal with exactly `scale` digits after the point, or null. */
export function decimalOracle(text: string, precision: number, scale: number): string | null {
  const number = parse(text);
  if (number === undefined) return null;
  const shift = number.power + BigInt(scale);
  if (shift < 0n || shift > 100n) return null;
  const unscaled = number.digits * 10n ** shift;
  const size = unscaled < 0n ? -unscaled : unscaled;
  if (size >= 10n ** BigInt(precision)) return null;
  const digits = String(size).padStart(scale + 1, "0");
  const cut = digits.length - scale;
  const point = scale === 0 ? "" : `.${digits.slice(cut)}`;
  return `${unscaled < 0n ? "-" : ""}${digits.slice(0, cut)}${point}`;
}

/** A boolean as Spark's cast takes it, or null. */
export function booleanOracle(text: string): string | null {
  const word = trim(text).toLowerCase();
  if (TRUE.has(word)) return "true";
  return FALSE.has(word) ? "false" : null;
}

/** White space and control characters of ASCII, and no other. */
function trim(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && text.charCodeAt(from) <= 0x20) from += 1;
  while (to > from && text.charCodeAt(to - 1) <= 0x20) to -= 1;
  return text.slice(from, to);
}
