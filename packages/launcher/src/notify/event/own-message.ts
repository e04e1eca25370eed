/** Who publishes the notices: the attribute `source` of every message, and the last line of its text. */
export const NOTIFIER = "kickstart-adg.notifier";

/** Last line of a notice. It survives where attributes do not: mail, a queue that is read and written again. */
export const SIGNATURE: string = `-- ${NOTIFIER}`;

/** Whether a text is a notice of ours that came back: the notifier may be subscribed to the topic it publishes to. */
export function isOwnMessage(text: string, source: string | undefined): boolean {
  return source === NOTIFIER || text.trimEnd().endsWith(SIGNATURE);
}
