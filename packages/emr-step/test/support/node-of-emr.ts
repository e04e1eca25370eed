import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ACM } from "@aws-sdk/client-acm";
import { CreateBucketCommand, GetObjectCommand } from "@aws-sdk/client-s3";
import { install, type Installation } from "@dataworks/local-stack";
import { SparkSession } from "spark-connect-node";
import { Sandbox } from "../../../runner/test/support/sandbox.ts";
import { makeBundle } from "./bundle.ts";

const AWS = fileURLToPath(new URL("./aws.py", import.meta.url));
const VERSION = "1.4.0-test";
/** Whatever Node runs the tests is the one that the bootstrap installs. */
const NODE_VERSION = process.versions.node;

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A machine as EMR makes it: its information, an AWS CLI, Spark; a Config bucket beside it. All of it temporary. */
export class NodeOfEmr implements AsyncDisposable {
  readonly box: Sandbox;
  /** The bundle's, in the Config bucket. */
  readonly version: string = VERSION;
  readonly home: string;
  readonly configBucket: string;
  readonly certificateArn: string;
  readonly nodeSha256: string;
  readonly port: number;
  readonly #folder: string;
  readonly #installation: Installation;

  private constructor(fields: {
    box: Sandbox;
    folder: string;
    configBucket: string;
    certificateArn: string;
    nodeSha256: string;
    port: number;
    installation: Installation;
  }) {
    this.box = fields.box;
    this.#folder = fields.folder;
    this.home = join(fields.folder, "home");
    this.configBucket = fields.configBucket;
    this.certificateArn = fields.certificateArn;
    this.nodeSha256 = fields.nodeSha256;
    this.port = fields.port;
    this.#installation = fields.installation;
  }

  static async create(): Promise<NodeOfEmr> {
    const box = await Sandbox.create();
    const folder = await mkdtemp(join(tmpdir(), "adg-emr-"));
    const installation = await install({ report: () => undefined, signal: undefined });
    const configBucket = `${box.published}-config`;
    await box.s3.send(
      new CreateBucketCommand({
        Bucket: configBucket,
        CreateBucketConfiguration: { LocationConstraint: "eu-west-2" },
      }),
    );
    await putBundle(box, configBucket);
    const nodeSha256 = await putNode(box, configBucket, folder);
    const node = new NodeOfEmr({
      box,
      folder,
      configBucket,
      certificateArn: await exportable(box),
      nodeSha256,
      port: await freePort(),
      installation,
    });
    await node.#furnish();
    return node;
  }

  async #furnish(): Promise<void> {
    const { info } = this.box;
    await this.write("info/instance.json", '{"isMaster": true, "isRunningNameNode": true}');
    await this.write("info/job-flow.json", '{\n  "jobFlowId": "j-1A2B3C",\n  "jobFlowCreationInstant": 1\n}');
    await this.write("bin/aws", `#!/bin/sh\nexec ${this.#installation.python} ${AWS} "$@"\n`);
    await chmod(join(this.#folder, "bin/aws"), 0o755);
    const metastore = join(this.#folder, "metastore");
    await mkdir(join(this.#folder, "spark-tmp"));
    const defaults = {
      "spark.driver.memory": "1g",
      "spark.ui.enabled": "false",
      "spark.driver.bindAddress": "127.0.0.1",
      "spark.driver.host": "127.0.0.1",
      "spark.sql.catalogImplementation": "hive",
      "spark.sql.warehouse.dir": join(this.#folder, "warehouse"),
      "spark.sql.shuffle.partitions": "2",
      "spark.local.dir": join(this.#folder, "spark-tmp"),
      "spark.hadoop.hadoop.tmp.dir": join(this.#folder, "spark-tmp"),
      "spark.hadoop.javax.jdo.option.ConnectionURL": `jdbc:derby:;databaseName=${metastore};create=true`,
      "spark.hadoop.fs.s3a.endpoint": info.s3.endpoint,
      "spark.hadoop.fs.s3a.endpoint.region": info.region,
      "spark.hadoop.fs.s3a.path.style.access": "true",
      "spark.hadoop.fs.s3a.connection.ssl.enabled": "false",
      "spark.hadoop.fs.s3a.aws.credentials.provider":
        "software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider",
    };
    const lines = Object.entries(defaults).map(([name, value]) => `${name} ${value}\n`);
    await this.write("spark-conf/spark-defaults.conf", lines.join(""));
  }

  /** A file of the machine, by its path from the temporary folder. */
  async write(path: string, text: string): Promise<void> {
    const file = join(this.#folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }

  /** The bootstrap action's arguments, as the rendered cluster.yaml gives them. */
  arguments(overrides: Readonly<Record<string, string>> = {}): string[] {
    const given: Record<string, string> = {
      environment: "development",
      region: "eu-west-2",
      home: this.home,
      "config-bucket": this.configBucket,
      version: VERSION,
      "node-version": NODE_VERSION,
      "node-sha256": this.nodeSha256,
      "certificate-arn": this.certificateArn,
      "ca-certificates": "none",
      proxy: "none",
      "no-proxy": "none",
      "log-group": "/app/kickstart-adg",
      ...overrides,
    };
    return Object.entries(given).flatMap(([name, value]) => [`--${name}`, value]);
  }

  /** The environment that a step's process has. */
  environment(): NodeJS.ProcessEnv {
    const { info } = this.box;
    return {
      PATH: `${join(this.#folder, "bin")}:/usr/bin:/bin:${dirname(process.execPath)}`,
      HOME: this.#folder,
      ...(process.env["JAVA_HOME"] === undefined ? {} : { JAVA_HOME: process.env["JAVA_HOME"] }),
      EMR_INFO_DIR: join(this.#folder, "info"),
      SPARK_HOME: this.#installation.sparkHome,
      SPARK_CONF_DIR: join(this.#folder, "spark-conf"),
      SPARK_MASTER: "local[2]",
      SPARK_LOCAL_IP: "127.0.0.1",
      SPARK_CONNECT_PORT: String(this.port),
      ADG_EXTRA_CLASSPATH: `${this.#installation.s3aJars}/*`,
      SPARK_SUBMIT_OPTS: `-Dderby.system.home=${this.#folder} -Djava.io.tmpdir=${join(this.#folder, "spark-tmp")}`,
      AWS_ENDPOINT_URL: info.moto.endpoint,
      AWS_ACCESS_KEY_ID: info.clusterKeys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: info.clusterKeys.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: "true",
    };
  }

  /** Starts a script of the package's `bin`; scripts of the installed bundle when `installed`. */
  start(script: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}, installed = true) {
    const file = installed
      ? join(this.home, "bin", script)
      : fileURLToPath(new URL(`../../bin/${script}`, import.meta.url));
    return spawn(file, args, {
      cwd: "/",
      env: { ...this.environment(), ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  /** A script of the Config bucket, as EMR fetches a bootstrap action's. @returns its file */
  async fetch(uri: string): Promise<string> {
    const { pathname } = new URL(uri);
    const { Body } = await this.box.s3.send(
      new GetObjectCommand({ Bucket: this.configBucket, Key: pathname.slice(1) }),
    );
    const file = join(this.#folder, "fetched", basename(pathname));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, (await Body?.transformToString()) ?? "", { mode: 0o755 });
    return file;
  }

  /** What a query gives on the server that `start-spark-connect.sh` started. */
  async sql(query: string): Promise<Record<string, unknown>[]> {
    const token = (await readFile(join(this.home, "run/token"), "utf8")).trim();
    const spark = await SparkSession.builder()
      .remote(`sc://localhost:${this.port}/;token=${token}`)
      .getOrCreate();
    try {
      return await (await spark.sql(query)).collect();
    } finally {
      await spark.stop();
    }
  }

  /** Runs a script to its end. */
  async run(...args: Parameters<NodeOfEmr["start"]>): Promise<Finished> {
    const child = this.start(...args);
    const text = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (part: string) => (text.stdout += part));
    child.stderr.setEncoding("utf8").on("data", (part: string) => (text.stderr += part));
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve({ code, ...text }));
    });
  }

  bootstrap(overrides: Readonly<Record<string, string>> = {}): Promise<Finished> {
    return this.run("bootstrap.sh", this.arguments(overrides), {}, false);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.box[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function putBundle(box: Sandbox, bucket: string): Promise<void> {
  const bundle = await makeBundle(VERSION);
  for (const entry of await readdir(bundle, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const key = `component/kickstart-adg/${VERSION}/${path.slice(bundle.length + 1)}`;
    await box.put(key, await readFile(path, "utf8"), bucket);
  }
  await rm(dirname(bundle), { recursive: true });
  const config = await readFile(await box.config(), "utf8");
  await box.put("emr/kickstart-adg/config.json", config, bucket);
}

/** A tarball as nodejs.org has it, in which Node is this process's own. */
async function putNode(box: Sandbox, bucket: string, folder: string): Promise<string> {
  const architecture = process.arch;
  const name = `node-v${NODE_VERSION}-linux-${architecture}`;
  const binaries = join(folder, "tarball", name, "bin");
  await mkdir(binaries, { recursive: true });
  await writeFile(join(binaries, "node"), `#!/bin/sh\nexec ${process.execPath} "$@"\n`, { mode: 0o755 });
  const tarball = join(folder, `${name}.tar.gz`);
  execFileSync("tar", ["-czf", tarball, "-C", join(folder, "tarball"), name]);
  const body = await readFile(tarball);
  await box.put(`component/node/${name}.tar.gz`, body, bucket);
  return createHash("sha256").update(body).digest("hex");
}

async function exportable({ info }: Sandbox): Promise<string> {
  const acm = new ACM({ credentials: info.adminKeys });
  const { CertificateArn = "" } = await acm.requestCertificate({
    DomainName: "kickstart-adg.example",
    Options: { Export: "ENABLED" },
  });
  acm.destroy();
  return CertificateArn;
}

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
