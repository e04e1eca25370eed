import type { Notice, Verdict } from "../outcome/notice.ts";
import { cut, escaped } from "./text.ts";
import { wordsOf } from "./words.ts";

/** What an incoming webhook takes: blocks, and a text for where they cannot be shown. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

export type SlackBlock =
  | { readonly type: "header"; readonly text: { readonly type: "plain_text"; readonly text: string } }
  | { readonly type: "section"; readonly text: { readonly type: "mrkdwn"; readonly text: string } }
  | {
      readonly type: "context";
      readonly elements: readonly [{ readonly type: "mrkdwn"; readonly text: string }];
    };

/** Slack's limits: https://docs.slack.dev/reference/block-kit/blocks. A message beyond one is refused as a whole. */
export const SLACK_LIMITS = { blocks: 50, header: 150, text: 3_000 } as const;

const SIGNS: Readonly<Record<Verdict, string>> = {
  done: ":white_check_mark:",
  failed: ":rotating_light:",
  stopped: ":octagonal_sign:",
  "not launched": ":rotating_light:",
};

/** The notice in Slack's Block Kit. What comes from elsewhere is escaped, and stands in code where it is long. */
export function slackMessage(notice: Notice): SlackMessage {
  const words = wordsOf(notice);
  const blocks: SlackBlock[] = [
    {
      type: "header",
      text: { type: "plain_text", text: cut(`${SIGNS[notice.verdict]} ${words.title}`, SLACK_LIMITS.header) },
    },
    ...words.modules.map(({ headline, lines }) => section(bold(headline), lines)),
    ...words.causes.map(({ where, text, remedy }, index) =>
      section(bold(`${index === 0 ? "First cause" : "Also"}, ${where}`), [text], remedy),
    ),
    ...(words.retry.length === 0 ? [] : [section(bold("Run again"), words.retry)]),
    ...words.unknown.map((text) => section(`:grey_question: ${prose(text, 300)}`)),
  ];
  return {
    text: escaped(fallback(words), SLACK_LIMITS.text),
    blocks: [
      ...blocks.slice(0, SLACK_LIMITS.blocks - 1),
      { type: "context", elements: [{ type: "mrkdwn", text: escaped(words.origin, SLACK_LIMITS.text) }] },
    ],
  };
}

/** The title, and what a phone's notification has room for. */
function fallback({ title, modules, causes }: ReturnType<typeof wordsOf>): string {
  const [first] = causes;
  return [
    title,
    ...modules.map(({ headline }) => headline),
    ...(first === undefined ? [] : [`${first.where}: ${first.text}`]),
  ].join("\n");
}

/** Bold text, then lines in code, then words: each part escaped, the whole within the limit of one block. */
function section(head: string, code: readonly string[] = [], after = ""): SlackBlock {
  const tail = after === "" ? "" : `\n${prose(after, MOST_TAIL)}`;
  const room = SLACK_LIMITS.text - head.length - tail.length - "\n``````".length;
  // Three of them would end the code.
  const inside = code.join("\n").replaceAll("```", "\u02CB\u02CB\u02CB").replace(/^`|`$/g, "\u02CB");
  const body = code.length === 0 ? "" : `\n\`\`\`${escaped(inside, room)}\`\`\``;
  return { type: "section", text: { type: "mrkdwn", text: `${head}${body}${tail}` } };
}

/** Of what follows the code: the code is what matters more. */
const MOST_TAIL = 800;

/** What would end the bold is shown as something like it. */
function bold(text: string): string {
  return `*${prose(text.replaceAll("*", "\u2217").replaceAll("\n", " "), 300)}*`;
}

/** Words beside code: a backtick of theirs would begin or end some. */
function prose(text: string, most: number): string {
  return escaped(text.replaceAll("`", "\u02CB"), most);
}
