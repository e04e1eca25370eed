import type { AttributeMap } from "./audit-item.ts";

/** Where the items of one module lie. */
export interface ModuleKey {
  /** The audit table, hash key `Correlation_Id`, range key `DataProduct`. */
  readonly table: string;
  /** For instance `kickstart_vacancy_analytical_dataset_generation`. */
  readonly correlationId: string;
  /** For instance `KICKSTART-ADG`. */
  readonly dataProduct: string;
}

export function moduleItemKey(module: ModuleKey): AttributeMap {
  return { Correlation_Id: { S: module.correlationId }, DataProduct: { S: module.dataProduct } };
}
