import { readInfo, type StackInfo } from "../src/state/info.ts";

/** The running instance that `env` describes. @throws when there is none */
export async function stackInfo(): Promise<StackInfo> {
  const file = process.env["ADG_STACK_INFO"];
  if (file === undefined) {
    throw new Error('ADG_STACK_INFO is not set; start the stack and run: eval "$(pnpm --silent stack env)"');
  }
  const info = await readInfo(file);
  if (info === undefined) throw new Error(`there is no ${file}; start the stack with \`pnpm stack up\``);
  return info;
}
