import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { scriptsIn } from "./support.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), "utf8");
const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);

const packages = [...filesIn("packages"), "infrastructure"].filter((folder) =>
  existsSync(join(root, folder, "package.json")),
);
const publishedPackages = packages.filter(
  (folder) => (JSON.parse(read(`${folder}/package.json`)) as { private?: boolean }).private !== true,
);
const pages = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "ci/README.md",
  ...[...filesIn("docs"), ...filesIn("docs/decisions")].filter((file) => file.endsWith(".md")),
  ...packages.map((folder) => `${folder}/README.md`).filter((file) => existsSync(join(root, file))),
];

describe("what pages point at is there", () => {
  it.each(pages)("%s", (page) => {
    const links = [...read(page).matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)].map(([, link = ""]) => link);
    expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
    const scripts = [...read(page).matchAll(/\bpnpm(?:@12)? (?:--silent )?(\w[\w:]*)/g)].map(
      ([, name = ""]) => name,
    );
    const known = [...scriptsIn("."), "install", "run"];
    expect(scripts.filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe("a package's README works in its tarball", () => {
  it.each(publishedPackages.filter((folder) => existsSync(join(root, folder, "README.md"))))(
    "%s",
    (folder) => {
      const { name, files } = JSON.parse(read(`${folder}/package.json`)) as { name: string; files: string[] };
      const page = read(`${folder}/README.md`);
      const links = [...page.matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)].map(([, link = ""]) => link);
      expect(links.filter((link) => !files.includes(link.split("/")[0] ?? ""))).toEqual([]);
      expect(page).toMatch(new RegExp(`^npm install .*${name}`, "m"));
      // Node reads `using` from 24 on.
      expect(page.match(/^.*\busing \w+ = (?!…).*$/gm) ?? []).toEqual([]);
    },
  );
});

describe("a published package's manifest leads back here", () => {
  const url = "https://github.com/dwp/dataworks-kickstart-adg";

  it.each(publishedPackages)("%s", (folder) => {
    const manifest = JSON.parse(read(`${folder}/package.json`)) as { keywords?: string[] };
    expect(manifest).toMatchObject({
      homepage: `${url}/tree/main/${folder}#readme`,
      bugs: { url: `${url}/issues` },
      repository: { type: "git", url: `git+${url}.git`, directory: folder },
      publishConfig: { access: "public", provenance: true },
    });
    expect(manifest.keywords?.length).toBeGreaterThan(2);
    expect(read(`${folder}/CHANGELOG.md`)).toContain("## ");
  });
});

describe("every room is on the map", () => {
  it.each(packages)("%s", (folder) => {
    for (const page of ["README.md", "ARCHITECTURE.md"]) expect(read(page)).toContain(`](${folder})`);
  });
});

describe("every runtime dependency has its reason", () => {
  const reasons = reasonsByPackage(read("docs/decisions/dependencies.md"));

  it.each(packages)("%s", (folder) => {
    const { dependencies = {} } = JSON.parse(read(`${folder}/package.json`)) as { dependencies?: object };
    const foreign = Object.entries(dependencies).filter(([, version]) => version !== "workspace:^");
    const explained = reasons.get(folder.split("/").at(-1) ?? "") ?? [];
    const without = foreign
      .map(([name]) => name)
      .filter((name) => !explained.some((reason) => reason.test(name)));
    expect(without).toEqual([]);
  });

  it("and nothing else has", () => {
    for (const [name, patterns] of reasons) {
      const folder = packages.find((each) => each.endsWith(name)) ?? name;
      const { dependencies = {}, devDependencies = {} } = JSON.parse(read(`${folder}/package.json`)) as {
        dependencies?: object;
        devDependencies?: object;
      };
      const there = Object.keys({ ...dependencies, ...devDependencies });
      for (const pattern of patterns)
        expect([name, there]).toEqual([name, expect.arrayContaining([expect.stringMatching(pattern)])]);
    }
  });
});

/** Rows of the table, `| package | \`one\`, \`other\` | why |`; a row without a package is of the one above. */
function reasonsByPackage(page: string): Map<string, RegExp[]> {
  const reasons = new Map<string, RegExp[]>();
  let name = "";
  for (const [, first = "", names = ""] of page.matchAll(/^\| ([\w-]*) *\| (`[^|]*`) *\| \S/gm)) {
    name = first === "" ? name : first;
    const patterns = [...names.matchAll(/`([^`]+)`/g)].map(
      ([, each = ""]) => new RegExp(`^${each.replaceAll(/[.$]/g, "\\$&").replace("*", ".+")}$`),
    );
    reasons.set(name, [...(reasons.get(name) ?? []), ...patterns]);
  }
  return reasons;
}
