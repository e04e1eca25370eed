import { z } from "zod";
import type { ClusterConfig, Configuration } from "./cluster-config.ts";
import { instances } from "./instances-schema.ts";

// Names are checked to the last one, for the SDK leaves out without a word what EMR does not know.

const text = z.string({ error: "expected a text; a number, a date or yes/no must be in quotes" });
const someText = text.min(1, { error: "expected a text that is not empty" });
const count = z.number({ error: "expected a number" });
const yesNo = z.boolean({ error: "expected true or false" });
const texts = z.array(text, { error: "expected a list of texts" });
const object = z.record(z.string(), z.unknown(), { error: "expected an object" });

const configuration: z.ZodType<Configuration> = z.strictObject({
  Classification: someText,
  Properties: z.record(z.string(), text, { error: "expected an object of texts" }).optional(),
  get Configurations() {
    return configurations.optional();
  },
});
const configurations: z.ZodType<Configuration[]> = z.array(configuration, {
  error: "expected a list of classifications",
});

const tag = z.strictObject({ Key: someText, Value: text });

const step = z.strictObject({
  Name: someText,
  ActionOnFailure: z
    .enum(["TERMINATE_JOB_FLOW", "TERMINATE_CLUSTER", "CANCEL_AND_WAIT", "CONTINUE"], {
      error: "expected TERMINATE_CLUSTER, CANCEL_AND_WAIT or CONTINUE",
    })
    .optional(),
  HadoopJarStep: z.strictObject(
    {
      Jar: someText,
      Args: texts.optional(),
      MainClass: text.optional(),
      Properties: z.array(z.strictObject({ Key: text, Value: text })).optional(),
    },
    { error: ({ code }) => (code === "invalid_type" ? "expected an object with Jar and Args" : undefined) },
  ),
  StepMonitoringConfiguration: object.optional(),
});

const bootstrapAction = z.strictObject({
  Name: someText,
  ScriptBootstrapAction: z.strictObject({ Path: someText, Args: texts.optional() }),
});

const application = z.strictObject({
  Name: someText,
  Version: text.optional(),
  Args: texts.optional(),
  AdditionalInfo: z.record(z.string(), text).optional(),
});

const members = {
  Name: someText,
  ReleaseLabel: someText,
  Instances: instances(configurations),
  Steps: z.array(step, { error: "expected a list of steps" }).optional(),
  Configurations: configurations.optional(),
  BootstrapActions: z.array(bootstrapAction, { error: "expected a list of bootstrap actions" }).optional(),
  Applications: z.array(application, { error: "expected a list of applications" }).optional(),
  Tags: z.array(tag, { error: "expected a list of Key and Value" }).optional(),
  LogUri: someText.optional(),
  LogEncryptionKmsKeyId: someText.optional(),
  ServiceRole: someText.optional(),
  JobFlowRole: someText.optional(),
  AutoScalingRole: someText.optional(),
  SecurityConfiguration: someText.optional(),
  VisibleToAllUsers: yesNo.optional(),
  CustomAmiId: someText.optional(),
  OSReleaseLabel: someText.optional(),
  RepoUpgradeOnBoot: someText.optional(),
  ScaleDownBehavior: someText.optional(),
  EbsRootVolumeSize: count.optional(),
  EbsRootVolumeIops: count.optional(),
  EbsRootVolumeThroughput: count.optional(),
  StepConcurrencyLevel: count.optional(),
  AdditionalInfo: text.optional(),
  AmiVersion: text.optional(),
  SupportedProducts: texts.optional(),
  NewSupportedProducts: z.array(object).optional(),
  KerberosAttributes: object.optional(),
  ManagedScalingPolicy: object.optional(),
  PlacementGroupConfigs: z.array(object).optional(),
  AutoTerminationPolicy: object.optional(),
  ExtendedSupport: yesNo.optional(),
  StepExecutionRoleArn: someText.optional(),
  SessionEnabled: yesNo.optional(),
  MonitoringConfiguration: object.optional(),
};

/** Every name of RunJobFlow that a file may have. */
export const CLUSTER_CONFIG_NAMES: readonly string[] = Object.keys(members);

const config = z.strictObject(members, {
  error: ({ code }) => (code === "invalid_type" ? "expected an object" : undefined),
});

/** What is launched, when all is merged. */
export const clusterConfigSchema: z.ZodType<ClusterConfig> = config as unknown as z.ZodType<ClusterConfig>;

/** One file: any of the names, whichever of them. */
export const configFileSchema: z.ZodType<Partial<ClusterConfig>> = config.partial() as unknown as z.ZodType<
  Partial<ClusterConfig>
>;
