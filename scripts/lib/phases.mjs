// Where the time of a long command goes: its phases, in order, and the slowest of its files.

/** Collects durations, in milliseconds, and puts them into words. */
export class Phases {
  #phases = [];
  #files = [];

  /** Runs `work` as a phase of that name. */
  async time(name, work) {
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.#phases.push({ name, ms: performance.now() - start });
    }
  }

  /** Adds the test files of a jest report (`--json`). */
  addFiles({ testResults }) {
    for (const { name, startTime, endTime } of testResults) {
      this.#files.push({ name, ms: endTime - startTime });
    }
  }

  /** What is printed at the end: every phase, and the `count` slowest files. File names are relative to `root`. */
  summary(root, count = 15) {
    const slowest = this.#files.toSorted((a, b) => b.ms - a.ms).slice(0, count);
    return [
      "── phases",
      ...this.#phases.map(line),
      `── the ${slowest.length} slowest test files`,
      ...slowest.map(({ name, ms }) => line({ name: name.replace(`${root}/`, ""), ms })),
    ].join("\n");
  }
}

const line = ({ name, ms }) => `${(ms / 1000).toFixed(0).padStart(5)} s  ${name}`;
