import type { Parameters } from "./parameters.ts";

/** Where a file contradicts itself, and how to end it. */
export interface Contradiction {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What each value allows by itself but not beside the others. */
export function contradictions(parameters: Parameters): Contradiction[] {
  return [
    ...foreignArns(parameters),
    ...sourceAccount(parameters),
    ...sharedBuckets(parameters),
    ...repeatedModules(parameters),
    ...lateAlarm(parameters),
  ];
}

function foreignArns({ account, region, metastore, dks, secrets, bucketKeys }: Parameters): Contradiction[] {
  const arns: [path: string[], arn: string | null][] = [
    [["metastore", "secretArn"], metastore.secretArn],
    [["dks", "certificateArn"], dks.certificateArn],
    [["secrets", "jobArn"], secrets.jobArn],
    [["secrets", "slackArn"], secrets.slackArn],
    [["bucketKeys", "published"], bucketKeys.published],
    [["bucketKeys", "config"], bucketKeys.config],
    [["bucketKeys", "logs"], bucketKeys.logs],
  ];
  return arns.flatMap(([path, arn]) =>
    arn === null || arn.includes(`:${region}:${account}:`)
      ? []
      : [
          {
            path,
            message: `lies outside ${region} of account ${account}; was it copied from another environment?`,
          },
        ],
  );
}

/** The embedded stack has one account for everybody; elsewhere one of the two numbers is a mistake. */
function sourceAccount({ environment, account, source }: Parameters): Contradiction[] {
  return environment !== "local" && source.account === account
    ? [{ path: ["source", "account"], message: "is the account deployed to; give the account that delivers" }]
    : [];
}

/** The policies of the buckets differ; one bucket for two of them would give each what the other may. */
function sharedBuckets({ buckets, source }: Parameters): Contradiction[] {
  const names = [...Object.values(buckets), source.bucket];
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [{ path: ["buckets"], message: `${name} is named twice; published, config, logs and source differ` }],
  );
}

function repeatedModules({ schedules }: Parameters): Contradiction[] {
  const names = schedules.map(({ name }) => name);
  const modules = schedules.flatMap((schedule) => schedule.modules);
  const repeated = (all: readonly string[]): string[] => [
    ...new Set(all.filter((one, index) => all.indexOf(one) !== index)),
  ];
  return [
    ...repeated(names).map((name) => ({ path: ["schedules"], message: `two schedules are called ${name}` })),
    ...repeated(modules).map((module) => ({
      path: ["schedules"],
      message: `${module} is scheduled twice: one cluster a module and day is launched, the second would do nothing`,
    })),
  ];
}

function lateAlarm({ alarms, source }: Parameters): Contradiction[] {
  return alarms.behindDays < source.retentionDays
    ? []
    : [
        {
          path: ["alarms", "behindDays"],
          message: `must be less than source.retentionDays (${source.retentionDays}): after that the files are gone`,
        },
      ];
}
