/**
 * The environment for a child, without what would turn it away from this stack: another Spark, other AWS
 * credentials, another Python's modules. Proxies, mirrors and JAVA_HOME stay, as the machine's owner set them.
 */
export function cleanEnvironment(
  extra: Readonly<Record<string, string>>,
  from: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const kept = Object.entries(from).filter(([name]) => !FOREIGN.test(name));
  return { ...Object.fromEntries(kept), ...extra };
}

const FOREIGN =
  /^(?:SPARK_|PYSPARK_|AWS_|HADOOP_|HIVE_|PYTHONPATH$|PYTHONHOME$|PIP_(?:USER|TARGET|PREFIX)$|VIRTUAL_ENV$)/;
