import type { Parameters } from "./parameters/parameters.ts";

type Place = Pick<Parameters, "account" | "region">;

/** ARN of something in the account and region deployed to. */
export const arnOf = ({ account, region }: Place, service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

export const roleArnOf = ({ account }: Pick<Place, "account">, role: string): string =>
  `arn:aws:iam::${account}:role/${role}`;

export const bucketArnOf = (bucket: string): string => `arn:aws:s3:::${bucket}`;

/** ARNs of objects: `*` at the end of a key stands for every key that begins so. */
export const objectArnsOf = (bucket: string, keys: readonly string[]): string[] =>
  keys.map((key) => `arn:aws:s3:::${bucket}/${key}`);
