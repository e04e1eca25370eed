import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { readEvents } from "../../src/notify/event/read-events.ts";
import { plainMessage } from "../../src/notify/message/plain-message.ts";
import { scrub } from "../../src/notify/message/scrub.ts";
import { SLACK_LIMITS, slackMessage } from "../../src/notify/message/slack-message.ts";
import { ascii, cut, escaped } from "../../src/notify/message/text.ts";
import { clusterNotice, launchFailedNotice } from "../../src/notify/outcome/cluster-notice.ts";
import type { Notice, PlacedCause } from "../../src/notify/outcome/notice.ts";
import { inSqs } from "./support/events.ts";
import { connectStep, done, ended, facts, failedRun, jobStep, ran } from "./support/facts.ts";

const success = clusterNotice(
  ended(),
  facts([connectStep(), jobStep("vacancy"), jobStep("payment")], {
    vacancy: ran(
      done(7, "2026-11-19", 1_200, 0),
      done(8, "2026-11-20", 1_300, 2, ["+ colour string", "- size integer"]),
    ),
  }),
  "production",
);

const failure = clusterNotice(
  ended(),
  facts([connectStep(), jobStep("vacancy", "FAILED"), jobStep("payment")], {
    vacancy: ran(done(7, "2026-11-19", 1_200, 0), failedRun(8, "2026-11-20")),
    payment: ran(done(3, "2026-11-20", 12, 0)),
  }),
  "preprod",
);

describe("a notice", () => {
  it("of success has modules, days, rows, bad rows and schema changes", () => {
    expect(plainMessage(success)).toEqual({
      subject: "kickstart-adg production: vacancy, payment done",
      text: `kickstart-adg production: vacancy, payment done

vacancy: done, 2 days done, 2,500 rows, 2 bad rows left out
  2026-11-19 done, 1,200 rows
  2026-11-20 done, 1,300 rows, 2 bad rows left out
      bids: + colour string
      bids: - size integer

payment: no day was due

cluster j-1ABCDEFGHIJKL kickstart-adg · 2026-11-21T04:12:13Z · production/vacancy/2026-11-21
-- kickstart-adg.notifier`,
    });
  });

  it("of failure has the first cause, what to do, and the command that does it again", () => {
    expect(plainMessage(failure)).toEqual({
      subject: "kickstart-adg preprod: vacancy failed",
      text: `kickstart-adg preprod: vacancy failed

vacancy: failed, 1 day done, 1,200 rows
  2026-11-19 done, 1,200 rows
  2026-11-20 failed

payment: done, 1 day done, 12 rows
  2026-11-20 done, 12 rows

First cause, vacancy 2026-11-20:
SourceFileMissingError: File Not Found for 2026-11-20_bids
Ask the source for the file.

Run again:
  adg cluster start --module vacancy --start-dt 2026-11-20 --end-dt 2026-11-20 --again after-j-1ABCDEFGHIJKL

cluster j-1ABCDEFGHIJKL kickstart-adg · 2026-11-21T04:12:13Z · production/vacancy/2026-11-21
-- kickstart-adg.notifier`,
    });
  });

  it("is the same in Slack's blocks, with a text for where those are not shown", () => {
    const { text, blocks } = slackMessage(failure);
    expect(text).toMatch(/^kickstart-adg preprod: vacancy failed\nvacancy: failed, 1 day done/);
    expect(text).toContain("File Not Found for 2026-11-20_bids");
    expect(blocks).toEqual([
      {
        type: "header",
        text: { type: "plain_text", text: ":rotating_light: kickstart-adg preprod: vacancy failed" },
      },
      mrkdwn(
        "*vacancy: failed, 1 day done, 1,200 rows*\n```2026-11-19 done, 1,200 rows\n2026-11-20 failed```",
      ),
      mrkdwn("*payment: done, 1 day done, 12 rows*\n```2026-11-20 done, 12 rows```"),
      mrkdwn(
        "*First cause, vacancy 2026-11-20*\n```SourceFileMissingError: File Not Found for 2026-11-20_bids```\nAsk the source for the file.",
      ),
      mrkdwn(
        "*Run again*\n```adg cluster start --module vacancy --start-dt 2026-11-20 --end-dt 2026-11-20 --again after-j-1ABCDEFGHIJKL```",
      ),
      {
        type: "context",
        elements: [
          {
            type: "mrkdwn",
            text: "cluster j-1ABCDEFGHIJKL kickstart-adg · 2026-11-21T04:12:13Z · production/vacancy/2026-11-21",
          },
        ],
      },
    ]);
  });

  it("without a report says that there is none", () => {
    const runs = { runs: [{ ...done(7, "2026-11-20"), report: undefined }], earlier: 0, failure: undefined };
    const notice = clusterNotice(ended(), facts([jobStep("vacancy")], { vacancy: runs }), "qa");
    expect(plainMessage(notice).text).toContain("2026-11-20 done, no report was kept");
  });

  it("says what could not be found out", () => {
    const { blocks } = slackMessage(clusterNotice(ended(), facts(undefined), "qa"));
    expect(JSON.stringify(blocks)).toContain("The steps could not be read: AccessDeniedException.");
  });

  it("of very many days tells all that failed and the last of the others", () => {
    const days = Array.from({ length: 60 }, (_, n) =>
      new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10),
    );
    const runs = days.map((day, n) => (n === 3 ? failedRun(n, day) : done(n, day, 10)));
    const notice = clusterNotice(
      ended(),
      facts([jobStep("vacancy", "FAILED")], { vacancy: ran(...runs) }),
      "qa",
    );
    const { text } = plainMessage(notice);
    expect(text).toContain("vacancy: failed, 59 days done, 590 rows");
    expect(text).toContain("… 46 days before these, done");
    expect(text).toContain("2026-01-04 failed");
    expect(text).toContain("2026-03-01 done");
    expect(text).not.toContain("2026-01-05 done");
  });
});

/** A cause with words of somebody's choosing wherever there are any. */
function hostile(text: string): Notice {
  const cause: PlacedCause = { where: text, name: text, code: text, message: text, remedy: text };
  return {
    ...failure,
    cluster: { id: "j-1", name: text },
    modules: failure.modules.map((module) => ({
      ...module,
      asked: text,
      days: module.days.map((day) => ({ ...day, changes: [text, text, text] })),
    })),
    causes: Array.from({ length: 60 }, () => cause),
    launchKeys: [text, text],
    unknown: Array.from({ length: 60 }, () => text),
  };
}

const texts = fc.oneof(
  fc.string({ unit: "binary", maxLength: 5_000 }),
  fc.string({ maxLength: 9_000 }),
  fc.string({
    unit: fc.constantFrom("&", "<", ">", "`", "```", "*", "\n", "😀", "\uD83D", "\u202E"),
    maxLength: 4_000,
  }),
  fc.constantFrom(
    "<!channel>",
    "<https://evil.example|click>",
    "&amp;".repeat(2_000),
    "-- kickstart-adg.notifier",
  ),
);

describe("whatever somebody writes into an error or a column's name", () => {
  it("Slack's limits hold, everything is escaped, and code stays code", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const message = slackMessage(hostile(text));
        expect(message.blocks.length).toBeLessThanOrEqual(SLACK_LIMITS.blocks);
        expect(message.text.length).toBeLessThanOrEqual(SLACK_LIMITS.text);
        const [header, ...others] = message.blocks;
        expect(header?.type === "header" && header.text.text.length).toBeLessThanOrEqual(SLACK_LIMITS.header);
        for (const shown of [message.text, ...others.map(textOf)]) {
          expect(shown.length).toBeGreaterThan(0);
          expect(shown.length).toBeLessThanOrEqual(SLACK_LIMITS.text);
          expect(shown).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
          expect(shown).not.toMatch(/\p{Surrogate}|(?!\n)\p{Cc}|\p{Bidi_Control}/u);
        }
        for (const shown of others.filter(({ type }) => type === "section").map(textOf)) {
          expect([0, 2]).toContain(shown.split("```").length - 1);
        }
      }),
    );
  });

  it("mail's subject is short ASCII on one line, and the notifier knows its own text again", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { subject, text: body } = plainMessage(hostile(text));
        expect(subject).toMatch(/^[\x21-\x7e][\x20-\x7e]{0,98}$/);
        expect(Buffer.byteLength(body)).toBeLessThan(262_144);
        expect(readEvents(inSqs(body))).toMatchObject([{ kind: "ignored" }]);
      }),
    );
  });

  it("the command to paste is only what we wrote", () => {
    fc.assert(
      fc.property(texts, texts, (text, key) => {
        const steps = [jobStep("vacancy", "FAILED", ["--start_dt", text, "--end_dt", text])];
        const notices = [
          clusterNotice(ended(), facts(steps, {}, [key, `production/vacancy/${text}/${key}`]), "qa"),
          launchFailedNotice(
            {
              kind: "launch failed",
              id: "l",
              time: "t",
              environment: "qa",
              modules: [text],
              days: text,
              code: text,
              error: text,
              remedy: text,
              launchKeys: [key, `qa/vacancy/${text}`, `qa/vacancy/2026-11-20/${text}`],
            },
            "qa",
          ),
        ];
        for (const line of notices.flatMap(({ retry }) => retry)) {
          expect(line).toMatch(/^adg cluster start --module vacancy( --[a-z-]+ [A-Za-z0-9._-]+)*$/);
        }
      }),
    );
  });
});

describe("texts", () => {
  it("are cut without cutting a pair or an entity", () => {
    expect(cut("😀😀😀", 4)).toBe("😀…");
    expect(escaped("<<<", 10)).toBe("&lt;&lt;…");
    expect(escaped("<<<", 12)).toBe("&lt;&lt;&lt;");
    expect(ascii("é\nü😀 x", 99)).toBe("? ?? x");
  });

  it.each([
    ["aws_secret_access_key=wJalrXUtnFEMI/K7MDENG", "aws_secret_access_key=[redacted]"],
    ["AKIAIOSFODNN7EXAMPLE was refused", "[redacted] was refused"],
    ["sc://localhost:15002/;token=abc123;x=1", "sc://localhost:15002/;token=[redacted];x=1"],
    ['{"password": "hunter2"}', '{"password": "[redacted]"}'],
    ["jdbc:mysql://admin:hunter2@rds/hive", "jdbc:mysql://[redacted]@rds/hive"],
    ["POST https://hooks.slack.com/services/T0/B0/xyz failed", "POST [redacted] failed"],
    ["Authorization: Bearer abcdefghijkl", "Authorization: [redacted] [redacted]"],
    ["https://s3/x?X-Amz-Signature=abcdef&y=1", "https://s3/x?X-Amz-Signature=[redacted]&y=1"],
    [`session ${"FwoGZXIvYXdzE".repeat(20)}`, "session [redacted]"],
    ["-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----", "[redacted]"],
    ["File Not Found for 2026-11-20_bids", "File Not Found for 2026-11-20_bids"],
    [`digest ${"ab".repeat(32)}`, `digest ${"ab".repeat(32)}`],
  ])("lose what looks like a secret: %s", (text, expected) => {
    expect(scrub(text)).toBe(expected);
  });
});

function mrkdwn(text: string): object {
  return { type: "section", text: { type: "mrkdwn", text } };
}

function textOf(block: ReturnType<typeof slackMessage>["blocks"][number]): string {
  return block.type === "context" ? block.elements[0].text : block.text.text;
}
