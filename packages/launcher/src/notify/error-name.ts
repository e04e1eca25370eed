/**
 * What an error is called: its code, as Node's and ours have one, else its name. Never its message, which may hold more
 * than anybody should read. Read structurally: two copies of a package, or two realms, have two classes.
 */
export function errorName(error: unknown): string {
  if (typeof error !== "object" || error === null) return typeof error;
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  if (typeof code === "string" && code !== "") return code;
  return typeof name === "string" && name !== "" ? name : "Error";
}
