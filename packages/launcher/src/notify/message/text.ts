import { scrub } from "./scrub.ts";

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Text from elsewhere, fit to be shown: no secrets, no control or bidirectional characters, no halves of pairs. */
export function shown(text: string): string {
  return scrub(text)
    .replace(/\r\n?/g, "\n")
    .replace(/\p{Surrogate}/gu, "\uFFFD")
    .replace(/(?!\n)\p{Cc}|[\u2028\u2029]/gu, " ")
    .replace(/\p{Bidi_Control}/gu, "");
}

/** At most `most` UTF-16 units, an ellipsis where something was left out; no pair is cut in two. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${take(Array.from(text), most - 1)}…`;
}

/** As Slack's mrkdwn wants it, at most `most` UTF-16 units once escaped; no entity is cut in two. */
export function escaped(text: string, most: number): string {
  const parts = Array.from(text).map((character) => ENTITIES[character] ?? character);
  const whole = parts.join("");
  return whole.length <= most ? whole : `${take(parts, most - 1)}…`;
}

/** Printable ASCII on one line, as the subject of a mail must be; at most `most` characters. */
export function ascii(text: string, most: number): string {
  const plain = Array.from(text.replace(/\s+/g, " ").trim())
    .map((character) => (/[\x20-\x7e]/.test(character) ? character : "?"))
    .join("");
  return plain.length <= most ? plain : `${plain.slice(0, most - 3)}...`;
}

function take(parts: readonly string[], most: number): string {
  let taken = "";
  for (const part of parts) {
    if (taken.length + part.length > most) break;
    taken += part;
  }
  return taken;
}
