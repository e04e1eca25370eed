import type { ClusterConfig } from "../cluster-config/cluster-config.ts";
import { type Environment, ENVIRONMENTS } from "../environment.ts";
import { LaunchError } from "../errors.ts";

/** Where end-to-end test data must never become tables. */
const NO_E2E: ReadonlySet<Environment> = new Set(["integration", "preprod", "production"]);

/** However it is written, also inside a shell's command: what is refused too often does no harm. */
const E2E_FLAG = /e2e[_-]?test[_-]?flg\W+true\b/i;

/**
 * Refuses test data where real data lives, by the arguments of any step or bootstrap action.
 *
 * @throws LaunchError E2E_REFUSED
 */
export function checkE2e(environment: Environment, config: ClusterConfig): void {
  if (!NO_E2E.has(environment)) return;
  const actions = (config["BootstrapActions"] ?? []) as readonly BootstrapAction[];
  const argumentsOf = [
    ...(config.Steps ?? []).map(({ Name, HadoopJarStep }) => ({ Name, args: HadoopJarStep.Args ?? [] })),
    ...actions.map(({ Name, ScriptBootstrapAction }) => ({ Name, args: ScriptBootstrapAction.Args ?? [] })),
  ];
  const found = argumentsOf.find(({ args }) => E2E_FLAG.test(args.join(" ")));
  if (found === undefined) return;
  throw new LaunchError(
    "E2E_REFUSED",
    [],
    `${found.Name}: --e2e_test_flg true is refused in ${environment}: it would publish test data as real. Nothing was launched.`,
    `Launch without it, or in one of ${ENVIRONMENTS.filter((name) => !NO_E2E.has(name)).join(", ")}.`,
  );
}

interface BootstrapAction {
  readonly Name: string;
  readonly ScriptBootstrapAction: { readonly Args?: readonly string[] };
}
