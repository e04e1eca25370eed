import type { JsonObject } from "../problems/json.ts";

/** The four files, in the order in which they are read; names as the original's. */
export const CONFIG_FILES = ["cluster", "configurations", "instances", "steps"] as const;

export type ConfigFile = (typeof CONFIG_FILES)[number];

/** Files that must be there. */
export const REQUIRED_FILES: ReadonlySet<ConfigFile> = new Set<ConfigFile>(["cluster", "instances"]);

/** What RunJobFlow is told, in its own names: https://docs.aws.amazon.com/emr/latest/APIReference/API_RunJobFlow.html */
export interface ClusterConfig {
  readonly Name: string;
  readonly ReleaseLabel: string;
  readonly Instances: JsonObject;
  readonly Steps?: readonly Step[] | undefined;
  readonly Configurations?: readonly Configuration[] | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly SecurityConfiguration?: string | undefined;
  readonly [name: string]: unknown;
}

export interface Step {
  readonly Name: string;
  readonly ActionOnFailure?: string | undefined;
  readonly HadoopJarStep: {
    readonly Jar: string;
    readonly Args?: readonly string[] | undefined;
    readonly [name: string]: unknown;
  };
  readonly [name: string]: unknown;
}

export interface Configuration {
  readonly Classification: string;
  readonly Properties?: Readonly<Record<string, string>> | undefined;
  readonly Configurations?: readonly Configuration[] | undefined;
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}
