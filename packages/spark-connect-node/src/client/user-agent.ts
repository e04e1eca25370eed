import { checkUserAgent } from "../connection/connection-parameters.ts";

/** How the client names itself: in requests, in the server's logs and in its UI. */
export function clientType(userAgent: string | undefined): string {
  const name = userAgent ?? "_SPARK_CONNECT_NODE";
  return checkUserAgent(`${name} os/${process.platform} node/${process.versions.node}`);
}
