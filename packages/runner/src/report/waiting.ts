import type { Terminal } from "./terminal.ts";

/** When the first sign comes, and how often after it. */
const FIRST_MS = 3_000;
const EVERY_MS = 10_000;

/**
 * Tells people that something is still being waited for: after 3 seconds, then every 10.
 *
 * @param what - Goes before the seconds: `waiting for Spark at sc://host:15002`.
 */
export async function showWaiting<T>(
  terminal: Pick<Terminal, "print">,
  what: string,
  work: Promise<T>,
): Promise<T> {
  let waited = FIRST_MS;
  const tell = (): void => {
    terminal.print(`${what} (${waited / 1000} s)`);
    waited += EVERY_MS;
    timer = setTimeout(tell, EVERY_MS);
  };
  let timer = setTimeout(tell, FIRST_MS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}
