import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The launcher's files, by their name in the Config bucket. */
export const TEMPLATE_NAMES = [
  "cluster.yaml",
  "instances.yaml",
  "configurations.yaml",
  "steps.yaml",
] as const;

export type TemplateName = (typeof TEMPLATE_NAMES)[number];

/** The text of each, with placeholders or filled. */
export type Templates = Readonly<Record<TemplateName, string>>;

/** The package's own templates. src/cluster/ and dist/cluster/ are equally deep. */
export function readTemplates(): Templates {
  const read = (name: TemplateName): string =>
    readFileSync(fileURLToPath(new URL(`../../cluster/${name}`, import.meta.url)), "utf8");
  return {
    "cluster.yaml": read("cluster.yaml"),
    "instances.yaml": read("instances.yaml"),
    "configurations.yaml": read("configurations.yaml"),
    "steps.yaml": read("steps.yaml"),
  };
}
