/**
 * A field's name as the published table has it: each capital after the first letter becomes `_` and its lower case
 * (`higherDFADecision` → `higher_d_f_a_decision`). The generator's own statement of the rule, so that expectations do
 * not come from the code under test.
 */
export function snakeCase(field: string): string {
  return field.replaceAll(/(?<!^)[A-Z]/g, (capital) => `_${capital}`).toLowerCase();
}
