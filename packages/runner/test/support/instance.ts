import { readInfo, type StackInfo } from "@dataworks/local-stack";

/** The instance of the stack that these tests run on. */
export async function instance(): Promise<StackInfo> {
  const info = await readInfo(process.env["ADG_STACK_INFO"] ?? "");
  if (info === undefined) throw new Error("ADG_STACK_INFO names no running stack: evaluate its env first");
  return info;
}

/** `run` for days of a module, on the instance's own configuration. */
export function step(module: string, start: string, end: string, ...more: string[]): string[] {
  return ["run", "--module_name", module, "--start_dt", start, "--end_dt", end, ...more];
}
