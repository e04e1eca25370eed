/**
 * What free text really holds. Each of these must come out of the pipeline exactly as it went in.
 * (An empty text is not among them: an empty field is null.)
 */
export const awkwardTexts: readonly [string, ...string[]] = [
  "Smith, Jones & Sons",
  'The "Best" Employer',
  '"quoted from end to end"',
  'ends with a quote"',
  '"',
  ",",
  'a "b", "c"',
  "first line\nsecond line",
  "first line\r\nsecond line",
  "old Mac\rline end",
  "ends with a carriage return\r",
  "ends with a newline\n",
  "\nbegins with a newline",
  "blank\n\nline between",
  String.raw`C:\temp\new "folder"`,
  "ends with a backslash\\",
  String.raw`\"`,
  "  padded with spaces  ",
  "\ttabs\tinside\t",
  "007",
  "0001234567890123456789",
  "null",
  "NULL",
  "N/A",
  "NaN",
  "true",
  "1e5",
  "2026-11-01",
  "=SUM(A1:A9)",
  "# no comment",
  "Caffè Ünïcode, Łódź",
  "日本語、改行\nあり",
  "Dùn Èideann / Caerdydd",
  "emoji 👩‍🚀, combining e\u0301",
  "line\u2028separator and next\u0085line",
  "non-breaking\u00a0space",
  "it's; semi|colons'n'pipes",
  "<b>&amp;</b>",
];

/** Ways of writing the same whole number that real exports mix; all of them are lossless. */
export const wholeNumberForms: readonly ((plain: string) => string)[] = [
  (plain) => `00${plain}`,
  (plain) => `${plain}.0`,
  (plain) => ` ${plain} `,
  (plain) => `${plain}e0`,
];

/** What people type where a number is asked for. */
export const textsInNumbers: readonly [string, ...string[]] = [
  "ten",
  "unlimited",
  "12 or more",
  "2.5",
  "n/a",
];
