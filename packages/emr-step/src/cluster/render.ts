import { type Document, isMap, isScalar, isSeq, parseDocument, visit } from "yaml";
import { InvalidTemplateError } from "../errors.ts";
import { type ClusterParametersInput, parseParameters } from "./parameters.ts";
import { fill, placeholderValues } from "./placeholders.ts";
import { RELEASES, type Release } from "./releases.ts";
import { readTemplates, TEMPLATE_NAMES, type TemplateName, type Templates } from "./templates.ts";

/**
 * The cluster's four YAML files for one installation. Values are put into the parsed document and written by the YAML
 * library, so that none can break out of its place.
 *
 * @param templates - Default: the package's own.
 * @throws InvalidParametersError
 * @throws InvalidTemplateError when a template is not YAML, has a placeholder nobody knows, or none of them uses a parameter.
 */
export function renderClusterConfig(
  parameters: ClusterParametersInput,
  templates: Templates = readTemplates(),
): Templates {
  const checked = parseParameters(parameters);
  const values = placeholderValues(checked);
  const release = RELEASES[checked.release];
  const used = new Set<string>();
  const rendered = Object.fromEntries(
    TEMPLATE_NAMES.map((name) => [name, renderOne(name, templates[name], release, values, used)]),
  ) as Record<TemplateName, string>;
  const unused = Object.keys(values).filter((name) => !used.has(name));
  if (unused.length > 0) {
    throw new InvalidTemplateError(
      `No template uses ${unused.map((name) => `\${${name}}`).join(", ")}. Use it, or take the parameter away.`,
    );
  }
  return rendered;
}

function renderOne(
  name: TemplateName,
  text: string,
  release: Release,
  values: Parameters<typeof fill>[1],
  used: Set<string>,
): string {
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) {
    throw new InvalidTemplateError(`${name} is not YAML: ${problem.message}`, { cause: problem });
  }
  fillDocument(name, document, values, used);
  dropUnknown(document, release);
  return document.toString({ lineWidth: 0 });
}

function fillDocument(
  name: TemplateName,
  document: Document.Parsed,
  values: Parameters<typeof fill>[1],
  used: Set<string>,
): void {
  visit(document, {
    Scalar(key, node, path) {
      if (typeof node.value !== "string") return undefined;
      const filled = fill(node.value, values, used, name);
      if (typeof filled === "object") {
        if (key === "key") throw new InvalidTemplateError(`${name}: a list cannot be a key.`);
        return document.createNode(filled);
      }
      node.value = filled;
      // A number's own notation would be written instead of its value.
      delete node.source;
      return path.length === 0 ? undefined : visit.SKIP;
    },
  });
}

/** A release without an application refuses that application's configuration. */
function dropUnknown(document: Document.Parsed, release: Release): void {
  const list = document.get("Configurations");
  if (!isSeq(list)) return;
  list.items = list.items.filter((item) => {
    const classification = isMap(item) ? item.get("Classification", true) : undefined;
    return !(isScalar(classification) && release.without.includes(String(classification.value)));
  });
}
