import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const packages = fileURLToPath(new URL("../../../packages/", import.meta.url));

/** How the packages call AWS: a command of a client, a method of one, or the command line in a script. */
const CALLS = [
  /\bnew ([A-Z]\w+)Command\(/g,
  /\b(?:acm|dynamo|emr|s3|secrets|sns|sts)\s*\.([a-z]\w+)\(/g,
  /\bport\.(get[A-Z]\w+)\(/g,
  /^\s*aws ([a-z0-9]+ [a-z]+) /gm,
];
/** Methods of a client that call nobody, and of lists that are called as a client is. */
const LOCAL = ["send", "destroy", "add", "reduce"];

/**
 * Which calls of AWS the sources make, by the SDK's name for each (`getObject`), sorted.
 *
 * @param folders - below `packages/`, or single files.
 * @param without - what begins so is left out.
 */
export function callsIn(folders: readonly string[], without: readonly string[] = []): string[] {
  const found = folders.flatMap((folder) =>
    filesOf(folder)
      .filter((file) => !without.some((other) => file.startsWith(other)))
      .flatMap((file) => {
        const text = readFileSync(packages + file, "utf8");
        return CALLS.flatMap((call) => [...text.matchAll(call)].map(([, name = ""]) => lowerFirst(name)));
      }),
  );
  return [...new Set(found)].filter((name) => !LOCAL.includes(name)).sort();
}

function filesOf(place: string): string[] {
  if (/\.(ts|sh)$/.test(place)) return [place];
  return readdirSync(packages + place, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|sh)$/.test(file))
    .map((file) => `${place}/${file}`);
}

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
