import { CredentialsError, InvalidConfigurationError } from "../errors.ts";
import { serviceFailure } from "../storage/storage-failure.ts";
import { type AssumeRole, stsAssumeRole } from "./assume-role.ts";
import type { TemporaryCredentials } from "./temporary-credentials.ts";

/** AWS gives a session made from another session one hour at most, whatever the role allows. */
export const MAX_CHAINED_SECONDS = 3600;

/** The two roles between the cluster and another account's bucket. */
export interface SourceRoles {
  /** In the cluster's own account; the cluster's identity assumes it. */
  readonly cluster: string;
  /** In the source's account; the first role's session assumes it. */
  readonly source: string;
}

/** What {@link getStsToken} needs. */
export interface StsTokenOptions {
  readonly roles: SourceRoles;
  readonly region: string;
  /** 2 to 64 characters of `[A-Za-z0-9_=,.@-]`. Default `kickstart-adg`. */
  readonly sessionName?: string;
  /** 900 to 3600. Default 3600. */
  readonly durationSeconds?: number;
  /** Default: the SDK, with the process's own identity for the first hop. */
  readonly assumeRole?: AssumeRole;
  readonly signal?: AbortSignal;
}

/**
 * Chains the two roles and gives the keys that may read the source. The original's name is `get_sts_token`.
 *
 * @throws CredentialsError saying which hop failed and what to change.
 * @throws InvalidConfigurationError when the options cannot be right.
 */
export async function getStsToken(options: StsTokenOptions): Promise<TemporaryCredentials> {
  const { roles, region, sessionName = "kickstart-adg", durationSeconds = MAX_CHAINED_SECONDS } = options;
  const assumeRole = options.assumeRole ?? stsAssumeRole({ region });
  checkOptions(roles, sessionName, durationSeconds);
  const hop = async (roleArn: string, credentials?: TemporaryCredentials): Promise<TemporaryCredentials> =>
    await assumeRole({
      roleArn,
      sessionName,
      durationSeconds,
      ...(credentials === undefined ? {} : { credentials }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  const first = await hop(roles.cluster).catch((cause: unknown) => {
    throw hopFailure(cause, {
      which: "The first hop of the source's credentials",
      roleArn: roles.cluster,
      remedy:
        "Allow the cluster's own identity sts:AssumeRole on it, and name that identity in the role's trust policy",
    });
  });
  return await hop(roles.source, first).catch((cause: unknown) => {
    throw hopFailure(cause, {
      which: "The second hop of the source's credentials",
      roleArn: roles.source,
      remedy: `Allow ${roles.cluster} sts:AssumeRole on it, and have the source's account name that role in its trust policy`,
    });
  });
}

function checkOptions(roles: SourceRoles, sessionName: string, durationSeconds: number): void {
  for (const [which, arn] of Object.entries(roles)) {
    if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(arn)) {
      throw new InvalidConfigurationError(
        `The ${which} role ${JSON.stringify(arn)} is no role's ARN (arn:aws:iam::ACCOUNT:role/NAME). Correct roles.${which}.`,
      );
    }
  }
  if (!/^[\w=,.@-]{2,64}$/.test(sessionName)) {
    throw new InvalidConfigurationError(
      `The session name ${JSON.stringify(sessionName)} must be 2 to 64 characters of A-Z a-z 0-9 _ = , . @ -`,
    );
  }
  if (!Number.isInteger(durationSeconds) || durationSeconds < 900 || durationSeconds > MAX_CHAINED_SECONDS) {
    throw new InvalidConfigurationError(
      `A chained session lasts 900 to ${MAX_CHAINED_SECONDS} seconds, not ${durationSeconds}.`,
    );
  }
}

interface Hop {
  readonly which: string;
  readonly roleArn: string;
  readonly remedy: string;
}

function hopFailure(cause: unknown, { which, roleArn, remedy }: Hop): unknown {
  const { name, status } = serviceFailure(cause);
  if (cause instanceof CredentialsError || name === "AbortError") {
    return cause;
  }
  if (status === 403 || name === "AccessDenied") {
    return new CredentialsError(`${which} was denied: ${roleArn}. ${remedy}.`, { cause });
  }
  if (name === "NoSuchEntity" || status === 404) {
    return new CredentialsError(`${which} failed: there is no role ${roleArn}. Correct its ARN.`, { cause });
  }
  if (name === "CredentialsProviderError") {
    return new CredentialsError(
      `${which} failed: this process has no AWS identity of its own. Run it where an instance profile is, or set the AWS_ variables.`,
      { cause },
    );
  }
  return new CredentialsError(`${which} failed: ${roleArn}: ${name}. ${remedy}.`, { cause });
}
