/** Longer texts are cut first: no pattern below is given more than this to look through. */
const MOST = 10_000;

const REDACTED = "[redacted]";

/** What looks like a secret. The runner has taken out those it knows; EMR's and the launcher's words come unread. */
const SECRETS: readonly { readonly pattern: RegExp; readonly by: string }[] = [
  {
    pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    by: REDACTED,
  },
  { pattern: /https?:\/\/hooks\.slack(?:-gov)?\.com\/\S*/gi, by: REDACTED },
  { pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, by: REDACTED },
  { pattern: /\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g, by: REDACTED },
  { pattern: /\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, by: `$1 ${REDACTED}` },
  { pattern: /:\/\/[^\s/@:]{0,200}:[^\s/@]{1,200}@/g, by: `://${REDACTED}@` },
  {
    pattern:
      /((?:pass(?:word|wd)?|pwd|token|secret_?(?:access_?)?key|client_?secret|api_?key|authorization|x-amz-(?:security-token|signature|credential))["']?\s*[=:]\s*["']?)(?!\[redacted\])[^\s"'&,;]+/gi,
    by: `$1${REDACTED}`,
  },
  // A session token of STS. Digests of rows and of files are shorter.
  { pattern: /[A-Za-z0-9+/=_-]{129,}/g, by: REDACTED },
];

/** The text without what looks like a key, a token or a password, at most 10,000 characters of it. */
export function scrub(text: string): string {
  return SECRETS.reduce((clean, { pattern, by }) => clean.replace(pattern, by), text.slice(0, MOST));
}
