/** A catalog known to the session. */
export interface CatalogMetadata {
  readonly name: string;
  readonly description: string | undefined;
}

/** A database (Spark calls it a namespace or schema too). */
export interface CatalogDatabase {
  readonly name: string;
  readonly catalog: string | undefined;
  readonly description: string | undefined;
  /** Where tables go that say no place of their own. */
  readonly locationUri: string;
}

/** A table or view. */
export interface CatalogTable {
  readonly name: string;
  readonly catalog: string | undefined;
  /** The database, as parts of its name; empty for temporary views. */
  readonly namespace: readonly string[];
  readonly description: string | undefined;
  /** `MANAGED`, `EXTERNAL`, `VIEW` or `TEMPORARY`. */
  readonly tableType: string;
  readonly isTemporary: boolean;
}

/** A column of a table or view. */
export interface CatalogColumn {
  readonly name: string;
  readonly description: string | undefined;
  /** As Spark prints it, such as `array<string>`. */
  readonly dataType: string;
  readonly nullable: boolean;
  readonly isPartition: boolean;
  readonly isBucket: boolean;
  readonly isCluster: boolean;
}

/** A registered function. */
export interface CatalogFunction {
  readonly name: string;
  readonly catalog: string | undefined;
  readonly namespace: readonly string[];
  readonly description: string | undefined;
  readonly className: string;
  readonly isTemporary: boolean;
}

/** A partition of a table. */
export interface CatalogTablePartition {
  /** Its columns and their values, such as `day=2026-11-22/shop=1`. */
  readonly partition: string;
}

/** A row of the server's answer: columns go by position. */
export type Tuple = readonly unknown[];

export function toCatalog([name, description]: Tuple): CatalogMetadata {
  return { name: String(name), description: text(description) };
}

export function toDatabase([name, catalog, description, locationUri]: Tuple): CatalogDatabase {
  return {
    name: String(name),
    catalog: text(catalog),
    description: text(description),
    locationUri: String(locationUri),
  };
}

export function toTable([
  name,
  catalog,
  namespace,
  description,
  tableType,
  isTemporary,
]: Tuple): CatalogTable {
  return {
    name: String(name),
    catalog: text(catalog),
    namespace: parts(namespace),
    description: text(description),
    tableType: String(tableType),
    isTemporary: isTemporary === true,
  };
}

export function toColumn(row: Tuple): CatalogColumn {
  const [name, description, dataType, nullable, isPartition, isBucket, isCluster] = row;
  return {
    name: String(name),
    description: text(description),
    dataType: String(dataType),
    nullable: nullable === true,
    isPartition: isPartition === true,
    isBucket: isBucket === true,
    // 3.5 has no such column.
    isCluster: isCluster === true,
  };
}

export function toFunction([
  name,
  catalog,
  namespace,
  description,
  className,
  isTemporary,
]: Tuple): CatalogFunction {
  return {
    name: String(name),
    catalog: text(catalog),
    namespace: parts(namespace),
    description: text(description),
    className: String(className),
    isTemporary: isTemporary === true,
  };
}

export function toPartition([partition]: Tuple): CatalogTablePartition {
  return { partition: String(partition) };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function parts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
