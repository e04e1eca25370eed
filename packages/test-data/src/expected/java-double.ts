/**
 * A finite number as Java's `Double.toString` writes it, and with it Spark's cast of a double to string: 1234.5, 12.0,
 * 1.0E10, 1.0E-7. The digits are JavaScript's, the fewest that give the number back, as Java's since 19; before, Java
 * had some digits more for a few very large and very small numbers.
 */
export function javaDouble(value: number): string {
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const size = Math.abs(value);
  if (size === 0) return `${sign}0.0`;
  const [mantissa = "", power = "0"] = size.toExponential().split("e");
  const digits = mantissa.replace(".", "");
  const exponent = Number(power);
  if (size < 1e-3 || size >= 1e7) return `${sign}${digits[0]}.${digits.slice(1) || "0"}E${exponent}`;
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${sign}${whole}.${digits.slice(exponent + 1) || "0"}`;
}
