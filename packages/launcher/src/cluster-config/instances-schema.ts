import { z } from "zod";
import type { Configuration } from "./cluster-config.ts";

const text = z.string({ error: "expected a text; a number, a date or yes/no must be in quotes" });
const count = z.number({ error: "expected a number" });
const yesNo = z.boolean({ error: "expected true or false" });
const texts = z.array(text, { error: "expected a list of texts" });
const object = z.record(z.string(), z.unknown(), { error: "expected an object" });

/** `Instances` of RunJobFlow: https://docs.aws.amazon.com/emr/latest/APIReference/API_JobFlowInstancesConfig.html */
export function instances(configurations: z.ZodType<Configuration[]>): z.ZodType<object> {
  const typeConfig = z.strictObject({
    InstanceType: text,
    WeightedCapacity: count.optional(),
    BidPrice: text.optional(),
    BidPriceAsPercentageOfOnDemandPrice: count.optional(),
    EbsConfiguration: object.optional(),
    Configurations: configurations.optional(),
    CustomAmiId: text.optional(),
    Priority: count.optional(),
  });
  const fleet = z.strictObject({
    InstanceFleetType: text,
    Name: text.optional(),
    TargetOnDemandCapacity: count.optional(),
    TargetSpotCapacity: count.optional(),
    InstanceTypeConfigs: z.array(typeConfig, { error: "expected a list of instance types" }).optional(),
    LaunchSpecifications: object.optional(),
    ResizeSpecifications: object.optional(),
    Context: text.optional(),
  });
  const group = z.strictObject({
    InstanceRole: text,
    InstanceType: text,
    InstanceCount: count,
    Name: text.optional(),
    Market: text.optional(),
    BidPrice: text.optional(),
    Configurations: configurations.optional(),
    EbsConfiguration: object.optional(),
    AutoScalingPolicy: object.optional(),
    CustomAmiId: text.optional(),
  });
  return z.strictObject(
    {
      InstanceFleets: z.array(fleet, { error: "expected a list of instance fleets" }).optional(),
      InstanceGroups: z.array(group, { error: "expected a list of instance groups" }).optional(),
      InstanceCount: count.optional(),
      MasterInstanceType: text.optional(),
      SlaveInstanceType: text.optional(),
      Ec2KeyName: text.optional(),
      Ec2SubnetId: text.optional(),
      Ec2SubnetIds: texts.optional(),
      Placement: object.optional(),
      KeepJobFlowAliveWhenNoSteps: yesNo.optional(),
      TerminationProtected: yesNo.optional(),
      UnhealthyNodeReplacement: yesNo.optional(),
      HadoopVersion: text.optional(),
      EmrManagedMasterSecurityGroup: text.optional(),
      EmrManagedSlaveSecurityGroup: text.optional(),
      ServiceAccessSecurityGroup: text.optional(),
      AdditionalMasterSecurityGroups: texts.optional(),
      AdditionalSlaveSecurityGroups: texts.optional(),
    },
    { error: ({ code }) => (code === "invalid_type" ? "expected an object" : undefined) },
  );
}
