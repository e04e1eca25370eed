/**
 * Waits until the server has no operation of a session's left; the test's time limit bounds it. A query that was
 * left or aborted is ended at once, but in the background, and the server takes its time to take it off its list.
 */
export async function untilNothingRuns(session: {
  interruptAll(): Promise<readonly string[]>;
}): Promise<void> {
  while ((await session.interruptAll()).length > 0) {
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
