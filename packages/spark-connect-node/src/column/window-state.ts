import { InvalidArgumentError } from "../errors.ts";
import type { WindowExpression } from "../plan/expression.ts";

/** What a window specification says, as its expression wants it. */
export type WindowState = Omit<WindowExpression, "kind" | "function">;

/** Beside the specifications, so that `Column` can read them without importing them back. */
const states = new WeakMap<object, WindowState>();

/** Remembers what a specification says. */
export function setWindowState(spec: object, state: WindowState): void {
  states.set(spec, state);
}

/**
 * What a specification says.
 *
 * @throws InvalidArgumentError when it is none.
 */
export function windowState(spec: object): WindowState {
  const state = states.get(spec);
  if (state === undefined) {
    throw new InvalidArgumentError('over() takes a WindowSpec, such as Window.partitionBy("shop")');
  }
  return state;
}
