// The public packages, packed and installed into an empty project outside the repository, import, type-check and
// run the example `custom-job` on the stack that the environment names.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packAll } from "./lib/pack.mjs";
import { binOf, root } from "./lib/run.mjs";

const project = mkdtempSync(join(tmpdir(), "stranger-"));

function run(command, args) {
  console.log(`$ ${[command, ...args].join(" ").replaceAll(project, ".")}`);
  const { status, error } = spawnSync(command, args, { cwd: project, stdio: "inherit" });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ended with code ${status}`);
}

try {
  const tarballs = packAll(project);
  mkdirSync(join(project, "src"));
  copyFileSync(join(root, "examples/custom-job/src/main.ts"), join(project, "src/main.ts"));
  writeFileSync(
    join(project, "src/imports.ts"),
    tarballs
      .map(
        ({ name }, n) =>
          `import * as p${n} from ${JSON.stringify(name)};\nif (Object.keys(p${n}).length === 0) throw new Error(${JSON.stringify(`${name} exports nothing`)});`,
      )
      .join("\n"),
  );
  writeFileSync(
    join(project, "package.json"),
    JSON.stringify({
      name: "stranger",
      private: true,
      type: "module",
      dependencies: Object.fromEntries(tarballs.map(({ name, tarball }) => [name, `file:${tarball}`])),
    }),
  );
  writeFileSync(
    join(project, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        target: "ES2023",
        module: "NodeNext",
        lib: ["ES2023", "ESNext.Disposable"],
        strict: true,
        exactOptionalPropertyTypes: true,
        outDir: "dist",
        rootDir: "src",
        types: [],
        skipLibCheck: false,
      },
      include: ["src"],
    }),
  );
  run("npm", ["install", "--no-audit", "--no-fund", "@types/node@20", "@aws-sdk/client-s3"]);
  run(process.execPath, [binOf("typescript", "tsc"), "-p", "."]);
  run(process.execPath, ["dist/imports.js"]);
  run(process.execPath, ["dist/main.js"]);
} finally {
  rmSync(project, { recursive: true, force: true });
}
