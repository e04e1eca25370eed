import { InvalidArgumentError } from "../errors.ts";

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,5}))?$/;

/** A decimal number as digits without a point, and how many of them stand after it. */
export interface Unscaled {
  readonly digits: bigint;
  readonly scale: number;
}

/** Reads `-1.10`, `1e3`, `.5` exactly; undefined for other texts. */
export function parseDecimal(text: string): Unscaled | undefined {
  const match = DECIMAL.exec(text.trim());
  if (match === null) return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  if (whole === "" && fraction === "") return undefined;
  const magnitude = BigInt(whole + fraction);
  const scale = fraction.length - Number(exponent);
  const digits = sign === "-" ? -magnitude : magnitude;
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

/** The digits of `text` at exactly that scale. @throws InvalidArgumentError when digits would be lost. */
export function unscaled(text: string, precision: number, scale: number, what: string): bigint {
  const parsed = parseDecimal(text);
  if (parsed === undefined)
    throw new InvalidArgumentError(`${what}: not a decimal number: ${JSON.stringify(text)}`);
  const shift = BigInt(scale - parsed.scale);
  const factor = 10n ** (shift < 0n ? -shift : shift);
  const digits = shift < 0n ? parsed.digits / factor : parsed.digits * factor;
  const lost = shift < 0n && parsed.digits % factor !== 0n;
  const bound = 10n ** BigInt(precision);
  if (lost || digits >= bound || digits <= -bound) {
    throw new InvalidArgumentError(`${what}: ${text} does not fit decimal(${precision},${scale})`);
  }
  return digits;
}

/** The number with exactly `scale` digits after the point: `1.10`. */
export function formatUnscaled(digits: bigint, scale: number): string {
  if (scale <= 0) return String(digits * 10n ** BigInt(-scale));
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, "0");
  return `${digits < 0n ? "-" : ""}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}
