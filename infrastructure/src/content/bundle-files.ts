import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { InfrastructureError } from "../errors.ts";
import { names } from "../names.ts";
import type { ContentFile } from "./content-file.ts";

/** The list of a bundle's files, as sha256sum writes it. It is written last: a bundle with it is whole. */
export const SUMS = "SHA256SUMS";

/** Key of a bundle's file in the Config bucket. */
export const bundleKey = (version: string, name: string): string =>
  `${names.artefactFolder}/${version}/${name}`;

/**
 * A bundle's files, each as its list says it must be, the list itself last.
 *
 * @param folder - What packages/emr-step made.
 * @throws InfrastructureError ARTEFACT_MISSING when a file is missing, or is not what the list says, or the bundle is
 * of another version.
 */
export function bundleFiles(folder: string, version: string): ContentFile[] {
  const sums = read(folder, SUMS);
  const made = read(folder, "VERSION").toString("utf8").trim();
  if (made !== version) {
    throw new InfrastructureError(
      "ARTEFACT_MISSING",
      `${folder} holds version ${made}, not ${version}. Make the bundle of ${version}, or give --version ${made}.`,
    );
  }
  const listed = sumsOf(sums.toString("utf8"), join(folder, SUMS));
  const files = [...listed].map(([name, sum]) => {
    const body = read(folder, name);
    if (createHash("sha256").update(body).digest("hex") !== sum) {
      throw new InfrastructureError(
        "ARTEFACT_MISSING",
        `${join(folder, name)} is not the file that ${SUMS} lists. Make the bundle anew.`,
      );
    }
    return { key: bundleKey(version, name), body };
  });
  return [...files, { key: bundleKey(version, SUMS), body: sums }];
}

function sumsOf(text: string, origin: string): Map<string, string> {
  const lines = text.split("\n").filter((line) => line !== "");
  const entries = lines.map((line): [string, string] => {
    const [, sum, name] = /^([0-9a-f]{64}) [ *](?!\/)([\w./-]+)$/.exec(line) ?? [];
    if (sum === undefined || name === undefined || name.split("/").includes("..")) {
      throw new InfrastructureError(
        "ARTEFACT_MISSING",
        `${origin} has a line that is no checksum of a file beside it: ${JSON.stringify(line)}. Make the bundle anew.`,
      );
    }
    return [name, sum];
  });
  if (entries.length === 0) {
    throw new InfrastructureError("ARTEFACT_MISSING", `${origin} lists no file. Make the bundle anew.`);
  }
  return new Map(entries);
}

function read(folder: string, name: string): Buffer {
  try {
    return readFileSync(join(folder, name));
  } catch (error) {
    throw new InfrastructureError(
      "ARTEFACT_MISSING",
      `${join(folder, name)} cannot be read. Make the bundle (see packages/emr-step/README.md) and give its folder by --bundle.`,
      { cause: error },
    );
  }
}
