import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { todayIn } from "@dataworks/catchup";
import type * as TestData from "@dataworks/test-data";
import type { DksAccess, SourceFile } from "@dataworks/test-data";
import type { RawGenerateArguments } from "../args/generate-arguments.ts";
import { loadConfigIfNamed } from "../config/load-config.ts";
import type { RunnerConfig } from "../config/runner-config.ts";
import { parseSecret } from "../config/secret.ts";
import { InvalidArgumentError, TestDataFailedError } from "../errors.ts";
import { describeFiles, fileEntry, type PlannedFile } from "../report/generated.ts";
import { loadTestData } from "../tool/optional-packages.ts";
import type { ToolContext } from "../tool/tool-context.ts";
import { unlockedCalls } from "../wiring/patience.ts";
import { S3_TIMEOUTS } from "../wiring/timely.ts";
import { readSecret } from "../wiring/secret-reader.ts";
import { deliver, type DocumentCipher } from "./deliver.ts";
import { type GenerateRequest, generateRequest } from "./generate-request.ts";
import { type SeededAudit, seedAudit } from "./seed-audit.ts";
import { checkNoSource, dksOf, type Target, targetOf } from "./target.ts";

/** `adg generate-test-data`: everything is checked before the first file is written. */
export async function generateCommand(raw: RawGenerateArguments, context: ToolContext): Promise<void> {
  const request = generateRequest(raw, todayIn("UTC", context.now()));
  const config = await loadConfigIfNamed(context.config, context.environment);
  const target = targetOf(raw, config);
  if (request.seedAudit && config === undefined) {
    throw new InvalidArgumentError("--seed-audit needs the audit table. Give --config FILE or ADG_CONFIG.");
  }
  const data = await loadTestData();
  const files = request.modules.flatMap((module) => data.sourceFiles({ ...request, module }));
  const dks = files.some(({ encrypted }) => encrypted) ? dksOf(raw, config) : undefined;
  await checkSource(target, config, context);
  if (request.dryRun) {
    report(
      request,
      target,
      files.map((file) => planned(file, target)),
      [],
      context,
    );
    return;
  }
  const written = await writeFiles(
    {
      files,
      target,
      region: config?.region,
      encryptionOf: encryptions(data, dks),
      onWritten: (soFar) => context.onResult(result(request, target, soFar, [])),
    },
    context,
  );
  const audit = request.seedAudit && config !== undefined ? await seed(request, config, context) : [];
  report(request, target, written, audit, context);
}

/** Looks up which buckets are sources, where that matters. */
async function checkSource(
  target: Target,
  config: RunnerConfig | undefined,
  { signal }: ToolContext,
): Promise<void> {
  if (target.environment === "local") return;
  if (config === undefined) {
    throw new InvalidArgumentError(
      `Which buckets are sources in ${target.environment} is in its secret. Give --config FILE or ADG_CONFIG.`,
    );
  }
  const secrets = new SecretsManager({ region: config.region, ...unlockedCalls() });
  try {
    const text = await readSecret(secrets, config.secretName, signal);
    checkNoSource(target, parseSecret(config.secretName, text).secret);
  } finally {
    secrets.destroy();
  }
}

interface Writing {
  readonly files: readonly SourceFile[];
  readonly target: Target;
  readonly region: string | undefined;
  readonly encryptionOf: (file: SourceFile) => Promise<DocumentCipher | undefined>;
  readonly onWritten: (written: readonly PlannedFile[]) => void;
}

async function writeFiles(
  { files, target, region, encryptionOf, onWritten }: Writing,
  { signal, terminal }: ToolContext,
): Promise<PlannedFile[]> {
  const s3 = new S3Client({
    ...(region === undefined ? {} : { region }),
    ...unlockedCalls(S3_TIMEOUTS),
  });
  const scratch = await mkdtemp(join(tmpdir(), "adg-test-data-"));
  const written: PlannedFile[] = [];
  try {
    for (const [index, file] of files.entries()) {
      signal.throwIfAborted();
      terminal.live([`${index + 1}/${files.length} ${file.name}: ${file.records} records`]);
      written.push(await deliver(file, await encryptionOf(file), { s3, target, scratch, signal }));
      onWritten(written);
    }
    return written;
  } finally {
    terminal.live([]);
    s3.destroy();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** One data key a day and collection, an IV a document; none for files in the clear. */
function encryptions(
  { documentCipher, newDataKey }: typeof TestData,
  dks: DksAccess | undefined,
): Writing["encryptionOf"] {
  const keys = new Map<string, TestData.DataKey>();
  return async ({ encrypted, day, collection }) => {
    if (!encrypted || dks === undefined) return undefined;
    const name = `${day}/${collection}`;
    const key = keys.get(name) ?? (await newDataKey(dks).catch(noKey));
    keys.set(name, key);
    return documentCipher(key);
  };
}

function noKey(cause: unknown): never {
  const why = cause instanceof Error ? cause.message : String(cause);
  throw new TestDataFailedError(`No data key to encrypt with: ${why}.`, { cause });
}

async function seed(
  { modules, days }: GenerateRequest,
  { audit, region }: RunnerConfig,
  { signal }: ToolContext,
): Promise<SeededAudit[]> {
  const [first] = days;
  if (first === undefined) return [];
  const dynamo = new DynamoDB({ region, ...unlockedCalls() });
  try {
    const seeded: SeededAudit[] = [];
    for (const module of modules) seeded.push(await seedAudit(dynamo, audit, module, first, signal));
    return seeded;
  } finally {
    dynamo.destroy();
  }
}

function planned(file: SourceFile, { folder }: Target): PlannedFile {
  return { file, key: `${folder}${file.name}`, bytes: null };
}

function report(
  request: GenerateRequest,
  target: Target,
  files: readonly PlannedFile[],
  audit: readonly SeededAudit[],
  { terminal, onResult }: ToolContext,
): void {
  onResult(result(request, target, files, audit));
  terminal.print(describeFiles(request, target, files, audit, terminal.width));
}

function result(
  { dryRun, seed }: GenerateRequest,
  { environment, bucket, folder }: Target,
  files: readonly PlannedFile[],
  audit: readonly SeededAudit[],
): object {
  return {
    environment,
    bucket,
    prefix: folder,
    seed,
    dry_run: dryRun,
    files: files.map(fileEntry),
    records: files.reduce((sum, { file }) => sum + file.records, 0),
    audit,
  };
}
