import { bucketArnOf } from "../../src/arns.ts";
import type { Parameters } from "../../src/parameters/parameters.ts";

export interface ResourceJson {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** A template as CloudFormation gets it. */
export interface TemplateJson {
  readonly Resources: Readonly<Record<string, ResourceJson>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>
  >;
}

/** What CloudFormation would put in place of intrinsic functions; ids that it makes up are the logical ones. */
export class Resolver {
  readonly #parameters: Pick<Parameters, "account" | "region">;
  readonly #resources: Readonly<Record<string, ResourceJson>>;
  readonly #exports: Map<string, unknown>;

  constructor(parameters: Pick<Parameters, "account" | "region">, templates: readonly TemplateJson[]) {
    this.#parameters = parameters;
    this.#resources = Object.assign(
      {},
      ...templates.map(({ Resources }) => Resources),
    ) as TemplateJson["Resources"];
    this.#exports = new Map(
      templates
        .flatMap(({ Outputs }) => Object.values(Outputs ?? {}))
        .flatMap(({ Export, Value }): [string, unknown][] =>
          Export === undefined ? [] : [[Export.Name, Value]],
        ),
    );
  }

  /** The value without intrinsic functions. Throws on one it does not know, lest a policy go unread. */
  resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.resolve(item));
    if (typeof value !== "object" || value === null) return value;
    const [[key, argument] = ["", undefined], ...others] = Object.entries(value) as [string, unknown][];
    if (others.length === 0) {
      if (key === "Ref") return this.#ref(String(argument));
      if (key === "Fn::GetAtt") return this.#attribute(argument as [string, string]);
      if (key === "Fn::ImportValue") return this.resolve(this.#exports.get(String(argument)));
      if (key === "Fn::Join") {
        const [separator, parts] = argument as [string, unknown[]];
        return parts.map((part) => String(this.resolve(part))).join(separator);
      }
      if (key.startsWith("Fn::")) throw new Error(`the resolver knows nothing of ${key}`);
    }
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.resolve(item)]));
  }

  #ref(name: string): string {
    const { account, region } = this.#parameters;
    const pseudo: Record<string, string> = {
      "AWS::Partition": "aws",
      "AWS::AccountId": account,
      "AWS::Region": region,
      "AWS::URLSuffix": "amazonaws.com",
    };
    const known = pseudo[name];
    if (known !== undefined) return known;
    const { Type, Properties } = this.#resource(name);
    if (Type === "AWS::SNS::Topic") return this.#arn("sns", String(Properties["TopicName"]));
    if (Type === "AWS::SQS::Queue")
      return `https://sqs.${region}.amazonaws.com/${account}/${String(Properties["QueueName"])}`;
    return name;
  }

  #attribute([name, attribute]: [string, string]): string {
    const { Type, Properties } = this.#resource(name);
    const named = (property: string): string => String(this.resolve(Properties[property]));
    if (attribute === "TopicName" || attribute === "QueueName") return named(attribute);
    if (attribute !== "Arn") throw new Error(`the resolver knows nothing of ${Type}'s ${attribute}`);
    switch (Type) {
      case "AWS::IAM::Role":
        return `arn:aws:iam::${this.#parameters.account}:role/${named("RoleName")}`;
      case "AWS::KMS::Key":
        return this.#arn("kms", `key/${name}`);
      case "AWS::SQS::Queue":
        return this.#arn("sqs", named("QueueName"));
      case "AWS::Lambda::Function":
        return this.#arn("lambda", `function:${named("FunctionName")}`);
      case "AWS::Logs::LogGroup":
        return this.#arn("logs", `log-group:${named("LogGroupName")}:*`);
      case "AWS::Events::Rule":
        return this.#arn("events", `rule/${named("Name")}`);
      case "AWS::S3::Bucket":
        return bucketArnOf(named("BucketName"));
      default:
        throw new Error(`the resolver knows no ARN of ${Type}`);
    }
  }

  #arn(service: string, resource: string): string {
    return `arn:aws:${service}:${this.#parameters.region}:${this.#parameters.account}:${resource}`;
  }

  #resource(name: string): ResourceJson {
    const resource = this.#resources[name];
    if (resource === undefined) throw new Error(`no template has ${name}`);
    return resource;
  }
}

/** The resources of a type, resolved, by logical id. */
export function resourcesOf(
  templates: readonly TemplateJson[],
  type: string,
  resolver: Resolver,
): [id: string, properties: Readonly<Record<string, unknown>>][] {
  return templates
    .flatMap(({ Resources }) => Object.entries(Resources))
    .filter(([, { Type }]) => Type === type)
    .map(([id, { Properties }]) => [id, resolver.resolve(Properties) as Record<string, unknown>]);
}
