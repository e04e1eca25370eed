import { RetentionDays } from "aws-cdk-lib/aws-logs";
import { z } from "zod";

const matching = (pattern: RegExp, expected: string): z.ZodType<string> =>
  z.string().regex(pattern, `expected ${expected}`);

export const account: z.ZodType<string> = matching(/^\d{12}$/, "an account number of 12 digits");
export const region: z.ZodType<string> = matching(/^[a-z]{2}-[a-z]+-\d$/, "a region such as eu-west-2");
export const bucket: z.ZodType<string> = matching(
  /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  "a bucket's name, without dots",
);
export const host: z.ZodType<string> = matching(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i, "a host name");
export const name: z.ZodType<string> = matching(
  /^[a-z][a-z0-9-]{0,30}$/,
  "lower-case letters, digits, dashes",
);
export const objectKey: z.ZodType<string> = matching(/^[\w./-]+$/, "an object's key, without wildcards");
export const roleName: z.ZodType<string> = matching(/^[\w+=,.@-]{1,64}$/, "a role's name, without its path");
export const roleArn: z.ZodType<string> = matching(
  /^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/,
  "arn:aws:iam::{account}:role/{name}, without wildcards",
);
export const instanceType: z.ZodType<string> = matching(
  /^[a-z0-9-]+\.[a-z0-9-]+$/,
  "a type such as m6g.xlarge",
);
export const databaseUser: z.ZodType<string> = matching(/^[\w.@-]+$/, "the name of a user");
export const proxyUrl: z.ZodType<string> = matching(
  /^https?:\/\/[\w.-]+:\d+$/,
  "http://host:port, without a name and password",
);
export const noProxy: z.ZodType<string> = matching(
  /^[\w.*:-]+$/,
  "a host, an address, or a domain such as .amazonaws.com",
);
export const nodeVersion: z.ZodType<string> = matching(
  /^(20\.(19|[2-9]\d)|2[1-9]\.\d+|[3-9]\d\.\d+)\.\d+$/,
  "a version such as 22.11.0, at least 20.19.0",
);
/** One minute and one hour: a day's second launch of a module finds the first, and fails. */
export const cron: z.ZodType<string> = matching(
  /^cron\([0-5]?\d ([01]?\d|2[0-3]) (\S+ \S+ \?|\? \S+ \S+) \S+\)$/,
  "cron(minute hour day-of-month month day-of-week year), one minute and one hour, with ? for one of the two days",
);

/** A resource's id of EC2: `vpc-…`, `subnet-…`, `sg-…`. */
export const id = (prefix: string): z.ZodType<string> =>
  matching(new RegExp(`^${prefix}-[0-9a-f]{8,17}$`), `${prefix}-… in hexadecimal digits`);

const arnShapes = {
  kms: ["key/[0-9a-f-]{36}", "key/{id}"],
  acm: ["certificate/[0-9a-f-]{36}", "certificate/{id}"],
  secretsmanager: ["secret:[\\w/+=.@-]+-[A-Za-z0-9]{6}", "secret:{name}-{6 characters}"],
} as const;

/** The whole ARN of one resource; one with a wildcard or without its id would open more than itself. */
export function arn(service: keyof typeof arnShapes): z.ZodType<string> {
  const [pattern, shape] = arnShapes[service];
  return matching(
    new RegExp(`^arn:aws:${service}:[a-z]{2}-[a-z]+-\\d:\\d{12}:${pattern}$`),
    `arn:aws:${service}:{region}:{account}:${shape}`,
  );
}

export const timeZone: z.ZodType<string> = z
  .string()
  .refine(isTimeZone, "expected an IANA time zone such as Europe/London");

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone }).format();
    return true;
  } catch {
    return false;
  }
}

/** CloudWatch's own steps; for ever is none of them. */
export const logRetentionDays: z.ZodType<RetentionDays> = z
  .enum(RetentionDays, { error: "expected one of CloudWatch's steps, such as 30, 90 or 180 days" })
  .refine((days) => days !== RetentionDays.INFINITE, "expected an end: logs are not kept for ever");
