import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { InfrastructureError } from "../errors.ts";

export type LambdaName = "launch" | "notify";

/** Where a Lambda's code begins: the same relative way from `src` and from `dist`. */
export function lambdaEntry(name: LambdaName): string {
  return fileURLToPath(new URL(`../../../packages/launcher/src/lambda/${name}.ts`, import.meta.url));
}

/**
 * Makes one file of a Lambda and all it imports, the SDK too: what runs is what was tested, whatever the runtime brings.
 *
 * @returns The folder that holds `index.mjs`, inside `outdir`.
 * @throws InfrastructureError ENTRY_MISSING or BUNDLE_FAILED.
 */
export function bundleLambda(name: LambdaName, outdir: string): string {
  const entry = lambdaEntry(name);
  if (!existsSync(entry)) {
    throw new InfrastructureError(
      "ENTRY_MISSING",
      `The code of the Lambda "${name}" is not at ${entry}. Synthesise from a whole checkout of the repository.`,
    );
  }
  const folder = join(outdir, name);
  mkdirSync(folder, { recursive: true });
  try {
    buildSync({
      entryPoints: [entry],
      outfile: join(folder, "index.mjs"),
      bundle: true,
      platform: "node",
      target: "node22",
      format: "esm",
      conditions: ["@dataworks/source"],
      // CommonJS dependencies ask for `require`, which ES modules lack.
      banner: {
        js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      },
      minifySyntax: true,
      legalComments: "none",
      logLevel: "silent",
    });
  } catch (error) {
    throw new InfrastructureError(
      "BUNDLE_FAILED",
      `The Lambda "${name}" (${entry}) could not be bundled: ${error instanceof Error ? error.message : String(error)}. ` +
        "Run pnpm build, which says what is wrong with the code.",
      { cause: error },
    );
  }
  return folder;
}
