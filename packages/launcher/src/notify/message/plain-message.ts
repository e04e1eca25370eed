import { SIGNATURE } from "../event/own-message.ts";
import type { Notice } from "../outcome/notice.ts";
import { ascii, cut } from "./text.ts";
import { wordsOf } from "./words.ts";

/** What SNS publishes to those who subscribe: a subject for mail, and a text. */
export interface PlainMessage {
  readonly subject: string;
  readonly text: string;
}

/** SNS refuses a subject of 100 characters or more; a text may have 256 KB. */
const MOST_SUBJECT = 99;
const MOST_TEXT = 30_000;

/** The notice as plain text. Its last line is by which the notifier knows it again. */
export function plainMessage(notice: Notice): PlainMessage {
  const words = wordsOf(notice);
  const text = [
    words.title,
    ...words.modules.map(({ headline, lines }) => [headline, ...lines.map((line) => `  ${line}`)].join("\n")),
    ...words.causes.map(({ where, text, remedy }, index) =>
      [`${index === 0 ? "First cause" : "Also"}, ${where}:`, text, ...(remedy === "" ? [] : [remedy])].join(
        "\n",
      ),
    ),
    ...(words.retry.length === 0
      ? []
      : [["Run again:", ...words.retry.map((line) => `  ${line}`)].join("\n")]),
    ...words.unknown,
    words.origin,
  ].join("\n\n");
  return { subject: ascii(words.title, MOST_SUBJECT), text: `${cut(text, MOST_TEXT)}\n${SIGNATURE}` };
}
