import { arnOf, roleArnOf } from "../arns.ts";
import { names } from "../names.ts";
import type { Parameters } from "../parameters/parameters.ts";
import type { Conditions, Statement } from "../policy/statement.ts";

/** EMR puts it on all it makes for a cluster that has it: our clusters do. */
const EMR_TAG = "for-use-with-amazon-emr-managed-policies";
const tagged: Conditions = { StringEquals: { [`aws:ResourceTag/${EMR_TAG}`]: "true" } };
const tagging: Conditions = { StringEquals: { [`aws:RequestTag/${EMR_TAG}`]: "true" } };

/**
 * What EMR itself may do to make and end a cluster: AWS's managed policy AmazonEMRServicePolicy_v2, less what our
 * clusters never need (scaling, placement groups, capacity reservations, making security groups), and in our subnets and groups alone.
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-iam-role.html
 */
export function servicePermissions(parameters: Parameters, keyArn: string): Statement[] {
  const { network } = parameters;
  const ec2 = (...resources: string[]): string[] =>
    resources.map((resource) => arnOf(parameters, "ec2", resource));
  const groups = ec2(...Object.values(network.securityGroups).map((id) => `security-group/${id}`));
  const templates = ec2("launch-template/*");
  return [
    {
      Sid: "CreateInOurNetwork",
      Effect: "Allow",
      Action: [
        "ec2:CreateFleet",
        "ec2:CreateLaunchTemplate",
        "ec2:CreateLaunchTemplateVersion",
        "ec2:CreateNetworkInterface",
        "ec2:RunInstances",
      ],
      Resource: [...ec2(...network.subnetIds.map((id) => `subnet/${id}`)), ...groups],
    },
    {
      Sid: "CreateFromTaggedTemplates",
      Effect: "Allow",
      Action: ["ec2:CreateFleet", "ec2:CreateLaunchTemplateVersion", "ec2:RunInstances"],
      Resource: templates,
      Condition: tagged,
    },
    {
      Sid: "CreateTaggedTemplates",
      Effect: "Allow",
      Action: "ec2:CreateLaunchTemplate",
      Resource: templates,
      Condition: tagging,
    },
    {
      Sid: "CreateTaggedInstances",
      Effect: "Allow",
      Action: ["ec2:CreateFleet", "ec2:RunInstances"],
      Resource: ec2("instance/*", "volume/*"),
      Condition: tagging,
    },
    {
      Sid: "CreateTaggedInterfaces",
      Effect: "Allow",
      Action: "ec2:CreateNetworkInterface",
      Resource: ec2("network-interface/*"),
      Condition: tagging,
    },
    {
      Sid: "WhatInstancesAreMadeOf",
      Effect: "Allow",
      Action: [
        "ec2:CreateFleet",
        "ec2:CreateLaunchTemplate",
        "ec2:CreateLaunchTemplateVersion",
        "ec2:RunInstances",
      ],
      Resource: [...ec2("fleet/*", "network-interface/*"), `arn:aws:ec2:${parameters.region}::image/ami-*`],
    },
    {
      Sid: "TagWhatIsMade",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: ec2("instance/*", "launch-template/*", "network-interface/*", "volume/*"),
      Condition: {
        StringEquals: {
          "ec2:CreateAction": [
            "CreateFleet",
            "CreateLaunchTemplate",
            "CreateNetworkInterface",
            "RunInstances",
          ],
        },
      },
    },
    {
      Sid: "ManageWhatIsTagged",
      Effect: "Allow",
      Action: [
        "ec2:CreateTags",
        "ec2:DeleteLaunchTemplate",
        "ec2:DeleteNetworkInterface",
        "ec2:DeleteTags",
        "ec2:ModifyInstanceAttribute",
        "ec2:TerminateInstances",
      ],
      Resource: ec2("instance/*", "launch-template/*", "network-interface/*", "volume/*"),
      Condition: tagged,
    },
    {
      Sid: "OpenOurGroupsToEachOther",
      Effect: "Allow",
      Action: [
        "ec2:AuthorizeSecurityGroupEgress",
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:RevokeSecurityGroupEgress",
        "ec2:RevokeSecurityGroupIngress",
      ],
      Resource: groups,
    },
    {
      Sid: "LookAround",
      Effect: "Allow",
      Action: [
        "ec2:DescribeAccountAttributes",
        "ec2:DescribeDhcpOptions",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceTypeOfferings",
        "ec2:DescribeInstances",
        "ec2:DescribeLaunchTemplates",
        "ec2:DescribeNetworkAcls",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeRouteTables",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVolumeStatus",
        "ec2:DescribeVolumes",
        "ec2:DescribeVpcAttribute",
        "ec2:DescribeVpcEndpoints",
        "ec2:DescribeVpcs",
      ],
      Resource: "*",
    },
    {
      Sid: "GiveInstancesTheJobsRole",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: roleArnOf(parameters, names.jobRole),
      Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
    },
    {
      Sid: "EncryptDisks",
      Effect: "Allow",
      Action: [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ],
      Resource: keyArn,
      Condition: { StringEquals: { "kms:ViaService": `ec2.${parameters.region}.amazonaws.com` } },
    },
    {
      Sid: "LendTheKeyToDisks",
      Effect: "Allow",
      Action: "kms:CreateGrant",
      Resource: keyArn,
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
    assumeSourceReader(parameters),
  ];
}

/** The first link of the chain to the source. */
export function assumeSourceReader(parameters: Parameters): Statement {
  return {
    Sid: "BecomeTheSourcesReader",
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Resource: roleArnOf(parameters, names.sourceReaderRole),
  };
}
