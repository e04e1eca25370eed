import { InvalidTemplateError } from "../errors.ts";
import type { ClusterParameters } from "./parameters.ts";
import { RELEASES } from "./releases.ts";

/** What a placeholder may stand for. A list or an object only where the placeholder is the whole value. */
export type PlaceholderValue = string | number | readonly { readonly Name: string }[];

/** Stands where there is nothing to say: EMR drops an empty argument. */
export const NONE = "none";

/** The values by placeholder. */
export function placeholderValues(parameters: ClusterParameters): Readonly<Record<string, PlaceholderValue>> {
  const { network, instances, metastore, dks, node, proxy } = parameters;
  const release = RELEASES[parameters.release];
  return {
    ENVIRONMENT: parameters.environment,
    REGION: parameters.region,
    RELEASE_LABEL: release.label,
    APPLICATIONS: release.applications.map((Name) => ({ Name })),
    CLUSTER_NAME: parameters.clusterName,
    CONFIG_BUCKET: parameters.configBucket,
    BUNDLE_VERSION: parameters.bundleVersion,
    LOG_BUCKET: parameters.logBucket,
    PUBLISHED_BUCKET: parameters.publishedBucket,
    ADG_HOME: parameters.adgHome,
    SERVICE_ROLE: parameters.serviceRole,
    INSTANCE_PROFILE: parameters.instanceProfile,
    SECURITY_CONFIGURATION: parameters.securityConfiguration,
    SUBNET: network.subnet,
    MASTER_SECURITY_GROUP: network.masterSecurityGroup,
    CORE_SECURITY_GROUP: network.coreSecurityGroup,
    SERVICE_SECURITY_GROUP: network.serviceSecurityGroup,
    MASTER_TYPE: instances.masterType,
    CORE_TYPE: instances.coreType,
    CORE_COUNT: instances.coreCount,
    VOLUME_GB: instances.volumeGb,
    METASTORE_URL: metastore.url,
    METASTORE_USER: metastore.user,
    METASTORE_PASSWORD_SECRET: metastore.passwordSecret,
    CERTIFICATE_ARN: dks.certificateArn,
    CA_CERTIFICATES: dks.caCertificates ?? NONE,
    NODE_VERSION: node.version,
    NODE_SHA256: node.sha256,
    PROXY: proxy.url ?? NONE,
    NO_PROXY: proxy.noProxy.length === 0 ? NONE : proxy.noProxy.join(","),
    LOG_GROUP: parameters.logGroup,
  };
}

const PLACEHOLDER = /\$\{([A-Z][A-Z0-9_]*)\}/g;

/**
 * Fills the placeholders of one text of a template. A text that is one placeholder and nothing else becomes the value
 * itself, a number stays a number. What is put in is not looked at again.
 *
 * @param place - of the text, for messages.
 * @throws InvalidTemplateError when there is no such placeholder.
 */
export function fill(
  text: string,
  values: Readonly<Record<string, PlaceholderValue>>,
  used: Set<string>,
  place: string,
): PlaceholderValue {
  const take = (name: string): PlaceholderValue => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) {
      throw new InvalidTemplateError(
        `${place}: there is no value for \${${name}}. Known: ${Object.keys(values).join(", ")}.`,
      );
    }
    used.add(name);
    return value;
  };
  const whole = /^\$\{([A-Z][A-Z0-9_]*)\}$/.exec(text)?.[1];
  if (whole !== undefined) return take(whole);
  return text.replaceAll(PLACEHOLDER, (_all, name: string) => {
    const value = take(name);
    if (typeof value === "object") {
      throw new InvalidTemplateError(`${place}: \${${name}} is a list and must be the whole value.`);
    }
    return String(value);
  });
}
