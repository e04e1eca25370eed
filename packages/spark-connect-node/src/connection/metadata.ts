/** Key and value pairs sent with a call as gRPC metadata. */
export type MetadataEntries = Readonly<Record<string, string>>;

/**
 * Asked before every call, retries and reattaches included, so that credentials which expire stay fresh.
 * Its values are never logged and never part of an error.
 */
export type MetadataProvider = () => MetadataEntries | Promise<MetadataEntries>;
