import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";

/** What came of one invocation. */
export type Invocation =
  | { readonly kind: "returned"; readonly value: unknown; readonly log: string }
  | { readonly kind: "threw"; readonly message: string; readonly log: string };

const MAIN = `
  let text = "";
  for await (const piece of process.stdin) text += piece;
  const { handler } = await import(process.argv[1]);
  const context = { awsRequestId: "00000000-0000-0000-0000-000000000000", getRemainingTimeInMillis: () => 60000, functionName: "proof" };
  try {
    process.send({ kind: "returned", value: (await handler(JSON.parse(text), context)) ?? null });
  } catch (error) {
    process.send({ kind: "threw", message: String(error?.message ?? error) });
  }
`;

/**
 * Runs a Lambda's code as it was bundled for deployment, in a process of its own with the function's environment: moto
 * makes functions, but runs none without containers.
 *
 * @param file - What the function's handler is in.
 */
export function invoke(
  file: string,
  event: unknown,
  env: Readonly<Record<string, string>>,
): Promise<Invocation> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--input-type=module", "--eval", MAIN, pathToFileURL(file).href], {
      env: { PATH: process.env["PATH"], ...env },
      stdio: ["pipe", "pipe", "pipe", "ipc"],
    });
    let log = "";
    let answer: { kind: "returned"; value: unknown } | { kind: "threw"; message: string } | undefined;
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (text) => (log += text));
    child.on("message", (message) => {
      answer = message as typeof answer;
      // Lambda would freeze it, open connections and all.
      child.kill();
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (answer === undefined)
        reject(new Error(`The function ended with code ${code} and no answer:\n${log}`));
      else resolve({ ...answer, log });
    });
    child.stdin?.end(JSON.stringify(event));
  });
}
