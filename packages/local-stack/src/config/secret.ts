import {
  type JsonModule,
  jsonModules,
  jsonTemplate,
  normaliseColumn,
  snakeCase,
  vacancyCollections,
  vacancyTemplate,
} from "@dataworks/test-data";
import { csvInitialTypes, jsonInitialTypes } from "./initial-types.ts";
import { names } from "./names.ts";

/** Types by column, by collection. */
type InitialSchema = Readonly<Record<string, Readonly<Record<string, string>>>>;

function vacancySchema(): InitialSchema {
  const collections = vacancyCollections.map((collection) => {
    const types = vacancyTemplate[collection].map(({ header, type }) => [
      normaliseColumn(header),
      csvInitialTypes[type],
    ]);
    return [collection, Object.fromEntries(types)];
  });
  return Object.fromEntries(collections);
}

/** Of a module's scalars; nested columns have no type at the beginning. */
function jsonSchema(module: JsonModule): InitialSchema {
  const collections = jsonModules[module].map((collection) => {
    const types = jsonTemplate[collection].flatMap(({ field, type }) => {
      const initial = jsonInitialTypes[type];
      return initial === undefined ? [] : [[snakeCase(field), initial]];
    });
    return [collection, Object.fromEntries(types)];
  });
  return Object.fromEntries(collections);
}

/** The Secrets Manager secret of the job, for all modules. */
export function jobSecret(): object {
  return {
    collections: { vacancy: vacancyCollections, ...jsonModules },
    src_bucket_names: {
      vacancy: names.sourceBucket,
      application: names.sourceBucket,
      payment: names.sourceBucket,
    },
    initial_spark_schema: {
      vacancy: vacancySchema(),
      application: jsonSchema("application"),
      payment: jsonSchema("payment"),
    },
  };
}
