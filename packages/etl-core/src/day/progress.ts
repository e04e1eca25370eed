import type { QueryProgress } from "spark-connect-node";

/**
 * How far Spark has come with a job, 0 to 1, by its tasks; undefined while it has none.
 *
 * A file whose values span lines is one task, whatever its size, and a task half done counts nothing by tasks alone.
 * So where the bytes to read are known, what has been read of them counts instead.
 *
 * @param bytes - What the job has to read, if that is known.
 */
export function progressFraction({ stages }: QueryProgress, bytes?: number): number | undefined {
  let tasks = 0;
  let completed = 0;
  let read = 0n;
  for (const stage of stages) {
    tasks += stage.numTasks;
    completed += stage.numCompletedTasks;
    read += stage.inputBytesRead;
  }
  if (tasks === 0) {
    return undefined;
  }
  const byTasks = completed / tasks;
  const byBytes = bytes === undefined || bytes <= 0 ? 0 : Number(read) / bytes;
  return Math.min(1, Math.max(byTasks, byBytes));
}
