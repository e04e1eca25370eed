import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import type { StackInfo } from "@dataworks/local-stack";
import { adg, finished, start } from "./command.ts";
import { instance } from "./instance.ts";

const NEEDED = [
  "SPARK_REMOTE",
  "AWS_ENDPOINT_URL",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_REGION",
  "ADG_STACK_INFO",
];

/** Everything one test file needs of the stack, under names nobody else uses. */
export class Sandbox implements AsyncDisposable {
  readonly info: StackInfo;
  readonly source: string;
  readonly published: string;
  readonly database: string;
  readonly auditTable: string;
  readonly secretName: string;
  readonly s3: S3Client;
  readonly dynamo: DynamoDB;
  readonly secrets: SecretsManager;
  /** The command, run or started. */
  readonly adg = adg;
  readonly start = start;
  readonly finished = finished;
  readonly #folder: string;
  #configs = 0;

  private constructor(info: StackInfo, folder: string) {
    const id = randomUUID().slice(0, 8);
    this.info = info;
    this.source = `runner-source-${id}`;
    this.published = `runner-published-${id}`;
    this.database = `runner_${id}`;
    this.auditTable = `runner-audit-${id}`;
    this.secretName = `/runner/${id}`;
    this.#folder = folder;
    const credentials = info.adminKeys;
    this.s3 = new S3Client({ credentials });
    this.dynamo = new DynamoDB({ credentials });
    this.secrets = new SecretsManager({ credentials });
  }

  /** @param secret - As {@link secret} takes it. */
  static async create(secret: object = {}): Promise<Sandbox> {
    for (const name of NEEDED) {
      if (!process.env[name]) throw new Error(`${name} is not set: start the stack and evaluate its "env"`);
    }
    const sandbox = new Sandbox(await instance(), await mkdtemp(join(tmpdir(), "adg-runner-")));
    await sandbox.#furnish(secret);
    return sandbox;
  }

  async #furnish(secret: object): Promise<void> {
    for (const Bucket of [this.source, this.published]) {
      await this.s3.send(
        new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: "eu-west-2" } }),
      );
    }
    const key = (AttributeName: string, KeyType: "HASH" | "RANGE") => ({ AttributeName, KeyType });
    await this.dynamo.createTable({
      TableName: this.auditTable,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [key("Correlation_Id", "HASH"), key("DataProduct", "RANGE")],
      AttributeDefinitions: ["Correlation_Id", "DataProduct"].map((AttributeName) => ({
        AttributeName,
        AttributeType: "S",
      })),
    });
    await this.secrets.createSecret({
      Name: this.secretName,
      SecretString: JSON.stringify(this.secret(secret)),
    });
  }

  /** A secret of one collection; with `overrides` in place of its parts. */
  secret(overrides: object = {}): object {
    return {
      collections: { vacancy: ["bids"] },
      src_bucket_names: { vacancy: this.source, application: this.source, payment: this.source },
      initial_spark_schema: { vacancy: { bids: { id: "string", amount: "integer" } } },
      ...overrides,
    };
  }

  /** Writes a configuration file. */
  async config(overrides: object = {}): Promise<string> {
    const file = join(this.#folder, `adg-${++this.#configs}.json`);
    const config = {
      environment: "local",
      audit: { table: this.auditTable },
      secretName: this.secretName,
      published: { database: this.database, bucket: this.published },
      roles: this.info.roles,
      spark: { connectTimeoutSeconds: 30 },
      lock: { ttlSeconds: 30 },
      ...overrides,
    };
    await writeFile(file, JSON.stringify(config));
    return file;
  }

  /** Puts an object into the source bucket, or another. */
  async put(key: string, body: string | Uint8Array, bucket: string = this.source): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  }

  /** An audit item, or a lock, by its key; its attributes without their types. */
  async item(suffix = "", module = "vacancy"): Promise<Record<string, string> | undefined> {
    const { Item } = await this.dynamo.getItem({
      TableName: this.auditTable,
      Key: {
        Correlation_Id: { S: `kickstart_${module}_analytical_dataset_generation${suffix}` },
        DataProduct: { S: "KICKSTART-ADG" },
      },
      ConsistentRead: true,
    });
    if (Item === undefined) return undefined;
    return Object.fromEntries(Object.entries(Item).map(([name, value]) => [name, value.S ?? value.N ?? ""]));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dynamo.deleteTable({ TableName: this.auditTable });
    await this.secrets.deleteSecret({ SecretId: this.secretName, ForceDeleteWithoutRecovery: true });
    for (const client of [this.s3, this.dynamo, this.secrets]) client.destroy();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
