import type { Key } from "aws-cdk-lib/aws-kms";
import { Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Parameters } from "../parameters/parameters.ts";
import { publishedBucketPolicy } from "../published/reader-policy.ts";
import { encryptionKey } from "../state/encryption-key.ts";
import { logGroups } from "../state/log-groups.ts";
import { auditTable, launcherStateTable } from "../state/tables.ts";
import { stackProps } from "./stack-props.ts";

/** What must outlive any change of the rest: key, tables, logs, the published bucket's policy. */
export class StateStack extends Stack {
  readonly key: Key;

  constructor(scope: Construct, id: string, parameters: Parameters) {
    super(scope, id, {
      ...stackProps(parameters),
      description:
        "Kickstart ADG: ledger, launcher's state, logs, encryption key, who may read personal data",
    });
    this.key = encryptionKey(this, parameters);
    auditTable(this, parameters.auditTable);
    launcherStateTable(this);
    logGroups(this, parameters, this.key);
    publishedBucketPolicy(this, parameters);
  }
}
