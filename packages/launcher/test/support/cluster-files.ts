/** The four files of a cluster as this job has them, short. */
export const FILES: Readonly<Record<string, string>> = {
  cluster: `
Name: kickstart-adg
ReleaseLabel: emr-7.9.0
Applications:
- Name: Spark
LogUri: s3://logs/emr
ServiceRole: kickstart_adg_emr_service_role
JobFlowRole: kickstart_adg_instance_profile
SecurityConfiguration: kickstart-adg
VisibleToAllUsers: true
Tags:
- Key: Persistence
  Value: Ignore
`,
  instances: `
Instances:
  KeepJobFlowAliveWhenNoSteps: false
  InstanceGroups:
  - InstanceRole: MASTER
    InstanceType: m5.xlarge
    InstanceCount: 1
`,
  configurations: `
Configurations:
- Classification: spark-hive-site
  Properties:
    javax.jdo.option.ConnectionPassword: METASTORE_SECRET
- Classification: hive-site
  Properties:
    javax.jdo.option.ConnectionUserName: hive
    javax.jdo.option.ConnectionPassword: METASTORE_SECRET
`,
  steps: `
Steps:
- Name: start-spark-connect
  ActionOnFailure: TERMINATE_CLUSTER
  HadoopJarStep:
    Jar: command-runner.jar
    Args: [/opt/emr/kickstart-adg/bin/start-spark-connect.sh]
- Name: submit-job-vacancy
  ActionOnFailure: CONTINUE
  HadoopJarStep:
    Jar: command-runner.jar
    Args: [/opt/emr/kickstart-adg/bin/run-step.sh, run, --module_name, vacancy]
- Name: submit-job-application
  ActionOnFailure: CONTINUE
  HadoopJarStep:
    Jar: command-runner.jar
    Args: [/opt/emr/kickstart-adg/bin/run-step.sh, run, --module_name, application]
`,
};
