/** Lets one at a time through, in the order they come. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Does the work when everything that came before has ended, well or not. */
  take<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => {});
    return mine;
  }
}
