/** The path of a struct's field. */
export function fieldPath(parent: string, name: string): string {
  return parent === "" ? name : `${parent}.${name}`;
}

/** The path of an array's elements. */
export function elementPath(parent: string): string {
  return `${parent}[]`;
}

/** The path of a map's keys. */
export function keyPath(parent: string): string {
  return `${parent}{key}`;
}

/** The path of a map's values. */
export function valuePath(parent: string): string {
  return `${parent}{}`;
}
