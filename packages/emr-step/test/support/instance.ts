import { readInfo, type StackInfo } from "@dataworks/local-stack";

/** The instance of the stack that these tests run on. */
export async function instance(): Promise<StackInfo> {
  const info = await readInfo(process.env["ADG_STACK_INFO"] ?? "");
  if (info === undefined) throw new Error("ADG_STACK_INFO names no running stack: evaluate its env first");
  return info;
}
