import { buffer } from "node:stream/consumers";
import type { Readable } from "node:stream";

/** An answer that is not the service's, or not all of it. The SDK tries such calls again, as those whose connection broke. */
export class GarbledAnswerError extends Error {
  override readonly name = "GarbledAnswer";
  /** Read by the SDK. */
  readonly $retryable = {};

  constructor(call: string, what: string) {
    super(
      `The answer to ${call} was ${what}. Something on the way, a proxy for instance, may have written it.`,
    );
  }
}

/** The part of a client of the SDK's that is needed. */
interface Client {
  readonly middlewareStack: {
    add(
      middleware: (next: Next, context: { readonly commandName?: string }) => Next,
      options: { readonly step: "deserialize"; readonly priority: "low"; readonly name: string },
    ): void;
  };
}

type Next = (args: never) => Promise<{ response: unknown; output: never }>;

interface Response {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  body?: Uint8Array | Readable;
}

/** What has no document in its answer is known by its header. */
const HEADERS: Readonly<Record<string, string>> = {
  GetObjectCommand: "etag",
  HeadObjectCommand: "etag",
  PutObjectCommand: "etag",
  UploadPartCommand: "etag",
};

/**
 * Has a client take no answer for one that is not: HTML with status 200 is read as a list without an object, and so is
 * the beginning of one.
 *
 * @returns the client.
 */
export function wholeAnswers<C>(client: C & { readonly middlewareStack: unknown }): C {
  (client as unknown as Client).middlewareStack.add(
    (next, { commandName = "a call" }) =>
      async (args) => {
        const result = await next(args);
        await check(commandName, result.response as Response);
        return result;
      },
    { step: "deserialize", priority: "low", name: "wholeAnswers" },
  );
  return client;
}

async function check(command: string, response: Response): Promise<void> {
  // A failure's own words are the service's to write, and its status is enough.
  if (response.statusCode < 200 || response.statusCode >= 300) return;
  const call = command.replace(/Command$/, "");
  const header = HEADERS[command];
  if (header !== undefined && response.headers[header] === undefined) {
    throw new GarbledAnswerError(call, `without ${header}`);
  }
  if (command === "GetObjectCommand" || response.body === undefined) return;
  const bytes = response.body instanceof Uint8Array ? response.body : await buffer(response.body);
  response.body = bytes;
  const wrong = faultOf(Buffer.from(bytes).toString("utf8").trim());
  if (wrong !== undefined) throw new GarbledAnswerError(call, wrong);
}

/** What is wrong with the text of an answer; undefined for whole JSON, whole XML, and nothing at all. */
export function faultOf(text: string): string | undefined {
  if (text === "") return undefined;
  if (text.startsWith("{")) return isJson(text) ? undefined : "cut short";
  const [, root] = /^(?:<\?xml[^>]*\?>)?\s*<([A-Za-z_][\w.:-]*)/.exec(text) ?? [];
  if (root === undefined || root.toLowerCase() === "html") return "neither XML nor JSON of the service's";
  return text.endsWith(`</${root}>`) || /^(?:<\?xml[^>]*\?>)?\s*<[^<>]*\/>$/.test(text)
    ? undefined
    : "cut short";
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
