// Compares the functions here with PySpark's, and writes the table of them, docs/functions.md.
// Usage: node scripts/coverage.mjs [--pyspark] [--check]
//   --pyspark  lists PySpark's functions anew first (test/functions/pyspark-functions.json)
//   --check    writes nothing, and fails when a file would change
// A function that is missing, or has no TSDoc, fails it always.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const listFile = join(root, "test/functions/pyspark-functions.json");
const tableFile = join(root, "docs/functions.md");
const rooms = join(root, "src/functions");
const flags = new Set(process.argv.slice(2));

/** Where servers and PySpark's documentation differ: seen on 3.5.5 (`uuid`) and 4.0.5; `chr` is an SQL function since 2.3. */
const KNOWN_TO_SERVERS = { chr: "3.5.0", try_to_date: "4.1.0", uuid: "3.5.0" };

const problems = [];

function listed() {
  if (!flags.has("--pyspark")) return readFileSync(listFile, "utf8");
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(root, "scripts/pyspark.mjs"), "list_functions.py"],
    { encoding: "utf8", maxBuffer: 64 * 2 ** 20, stdio: ["ignore", "pipe", "inherit"] },
  );
  if (status !== 0) process.exit(status ?? 1);
  keep(listFile, stdout);
  return stdout;
}

function keep(file, text) {
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  if (flags.has("--check")) {
    problems.push(
      `${file} is not what this command makes: run \`pnpm --filter spark-connect-node run coverage\``,
    );
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** The exported functions by name: the TSDoc before their declarations, empty where there is none. */
function declared() {
  const found = new Map();
  for (const file of readdirSync(rooms)) {
    const text = readFileSync(join(rooms, file), "utf8");
    for (const [, doc = "", name] of text.matchAll(
      /(\/\*\*(?:(?!\*\/)[^])*\*\/\n)?export (?:function|const) (\w+)/g,
    )) {
      found.set(name, (found.get(name) ?? "") + doc.replaceAll(/\n \* ?/g, " "));
    }
  }
  const index = readFileSync(join(rooms, "index.ts"), "utf8");
  const names = [...index.matchAll(/\{([^}]*)\}/g)].flatMap(([, list]) =>
    list.split(",").map((name) => name.trim()),
  );
  return new Map(names.filter((name) => found.has(name)).map((name) => [name, found.get(name)]));
}

const { pyspark, functions } = JSON.parse(listed());
const own = declared();
const covered = functions.filter((fn) => fn.typescript !== undefined);
const excluded = functions.filter((fn) => fn.typescript === undefined);
for (const fn of covered) {
  if (!own.has(fn.typescript)) problems.push(`${fn.name}: there is no ${fn.typescript}`);
}
for (const fn of excluded) {
  if (fn.outOfScope === undefined) problems.push(`${fn.name}: neither here nor out of scope`);
}
for (const [name, doc] of own) {
  if (doc === "") problems.push(`${name} has no TSDoc`);
}
/** The oldest server that this client speaks with has what came before; what is newer must say so. */
for (const { name, typescript, module, since: named = "", changed = [] } of covered) {
  const since = KNOWN_TO_SERVERS[name] ?? named;
  const doc = own.get(typescript) ?? "";
  // Those were moved, not made.
  const news = module === "partitioning" ? [] : [since];
  const needed = [
    ...news,
    ...changed.filter(({ what }) => /parameter|creating/.test(what)).map(({ version }) => version),
  ];
  for (const version of needed.filter((v) => v >= "4")) {
    const said = version.replace(/\.0$/, "");
    if (!doc.includes(`Spark ${said} and later`))
      problems.push(`${name}: the TSDoc does not say "Spark ${said} and later"`);
  }
}

const names = new Set(covered.map((fn) => fn.typescript));
const extras = [...own.keys()].filter((name) => !names.has(name)).toSorted();
const row = (cells) => `| ${cells.join(" | ")} |`;
const shown = ({ module, name }) => `\`${module === undefined ? name : `${module}.${name}`}\``;

function notes({ name, aliasOf, deprecated, changed = [] }) {
  const known = KNOWN_TO_SERVERS[name];
  return [
    ...(known === undefined ? [] : [`servers have it ${known < "4" ? "at the latest " : ""}since ${known}`]),
    ...(aliasOf === undefined ? [] : [`the same as \`${aliasOf}\``]),
    ...(deprecated === undefined ? [] : [`deprecated since ${deprecated}`]),
    ...new Set(changed.map(({ version, what }) => `${version}: ${what.replace(/\.$/, "")}`)),
  ].join("; ");
}

keep(
  tableFile,
  [
    "# Functions",
    "",
    `All functions of PySpark ${pyspark} and their names here: \`import { functions } from "spark-connect-node"\`, or`,
    'each from `"spark-connect-node/functions"`. This table is made by `pnpm --filter spark-connect-node run coverage`.',
    "",
    `- In PySpark: ${functions.length}, older spellings and the modules \`partitioning\`, \`avro\` and \`protobuf\` included`,
    `- Here: ${covered.length} of them, as ${names.size} functions, since some names are one in camelCase`,
    `- Out of scope: ${excluded.length}`,
    `- Here only: ${extras.map((name) => `\`${name}\``).join(", ")}`,
    "",
    "“Since” is the version that PySpark names; servers have known some of them for longer, in SQL. A server that does not",
    "know a function answers with an error that names it. Newer arguments of older functions, such as `k` of `maxBy`, give an",
    "`UnsupportedError` that names the version, and defaults that an older server does not take are not sent to it.",
    "",
    "Arguments are PySpark's, in its order: a string is the name of a column where PySpark takes one, and a constant where it",
    "takes a value. An argument that is left out before another is `undefined`. Where PySpark has named arguments,",
    "`makeTimestamp`, `makeTimestampNtz` and their `try` kin take an object of a date and a time, and `fromProtobuf` and",
    "`toProtobuf` one of the descriptor set's bytes and the options; `namedStruct` takes an object or pairs too.",
    "",
    row(["PySpark", "Here", "Since", "Notes"]),
    row(["---", "---", "---", "---"]),
    ...covered.map((fn) => row([shown(fn), `\`${fn.typescript}\``, fn.since ?? "", notes(fn)])),
    "",
    "## Out of scope",
    "",
    row(["PySpark", "Why"]),
    row(["---", "---"]),
    ...excluded.map((fn) => row([shown(fn), fn.outOfScope])),
    "",
  ].join("\n"),
);

for (const problem of problems) console.error(`coverage: ${problem}`);
if (problems.length > 0) process.exit(1);
console.log(
  `coverage: ${covered.length} of ${functions.length} functions of PySpark ${pyspark}, ${excluded.length} out of scope`,
);
