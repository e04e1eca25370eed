/** Plans as JSON, as `onlyPlan` gives them: their ids numbered as they appear, the outermost being 1. */

export const table = {
  common: { planId: 1 },
  read: { namedTable: { unparsedIdentifier: "t" } },
};

export const root = (planId: number, relation: object): unknown => ({
  root: { common: { planId }, ...relation },
});

/** A relation over `table`. */
export const over = (relation: object): unknown => {
  const [[name, body]] = Object.entries(relation) as [[string, object]];
  return root(1, { [name]: { input: { ...table, common: { planId: 2 } }, ...body } });
};

/** A relation over two of them. */
export const overTwo = (relation: object, names = ["left", "right"]): unknown => {
  const [[name, body]] = Object.entries(relation) as [[string, object]];
  const sides = names.map((side, index) => [side, { ...table, common: { planId: index + 2 } }]);
  return root(1, { [name]: { ...(Object.fromEntries(sides) as object), ...body } });
};

export const attribute = (name: string, planId?: number): unknown => ({
  unresolvedAttribute: { unparsedIdentifier: name, ...(planId === undefined ? {} : { planId }) },
});

export const sql = (expression: string): unknown => ({ expressionString: { expression } });

export const ascending = (child: unknown): unknown => ({
  child,
  direction: "SORT_DIRECTION_ASCENDING",
  nullOrdering: "SORT_NULLS_FIRST",
});

export const fn = (functionName: string, ...args: unknown[]): unknown => ({
  unresolvedFunction: { functionName, arguments: args },
});
