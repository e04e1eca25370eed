import { type ClientRequestArgs, Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent, type RequestOptions } from "node:https";
import type { Duplex } from "node:stream";
import { HttpProxyAgent, HttpsProxyAgent } from "hpagent";
import { getProxyForUrl } from "proxy-from-env";

/** As the SDK's own agents: its default of sockets. */
const AGENT_OPTIONS = { keepAlive: true, maxSockets: 50 };

/** Agents that heed `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, which the SDK does not. */
export interface ProxyAgents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
}

/**
 * Where a request goes first: `http://host:port`, or undefined for straight to its host. Loopback has no proxy, whatever
 * the environment says.
 */
export function proxyFor(url: string): string | undefined {
  const { hostname } = new URL(url);
  if (/^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(hostname)) return undefined;
  const proxy = getProxyForUrl(url);
  return proxy === "" ? undefined : proxy;
}

/** For an SDK client's `requestHandler`. Each connection asks anew, since one client speaks to many hosts: S3's has one a bucket. */
export function proxyAgents(): ProxyAgents {
  return { httpAgent: new ProxiedHttp(AGENT_OPTIONS), httpsAgent: new ProxiedHttps(AGENT_OPTIONS) };
}

type Connected = (error: Error | null, socket: Duplex) => void;

class ProxiedHttp extends HttpAgent {
  override createConnection(options: ClientRequestArgs, connected: Connected): Duplex | null | undefined {
    const proxy = proxyFor(urlOf("http", options));
    if (proxy === undefined) return super.createConnection(options, connected);
    const agent = new HttpProxyAgent({ ...AGENT_OPTIONS, proxy });
    return agent.createConnection(options, blaming(proxy, options, connected));
  }
}

class ProxiedHttps extends HttpsAgent {
  override createConnection(options: RequestOptions, connected: Connected): Duplex | null | undefined {
    const proxy = proxyFor(urlOf("https", options));
    if (proxy === undefined) return super.createConnection(options, connected);
    const agent = new HttpsProxyAgent({ ...AGENT_OPTIONS, proxy });
    return agent.createConnection(options, blaming(proxy, options, connected));
  }
}

function urlOf(scheme: string, { host, port }: ClientRequestArgs): string {
  const name = host ?? "localhost";
  return `${scheme}://${name.includes(":") ? `[${name}]` : name}:${port ?? (scheme === "https" ? 443 : 80)}`;
}

/** Where there is no way through, the error says whose fault it is. The proxy's name and password stay out of it. */
function blaming(proxy: string, { host, port }: ClientRequestArgs, connected: Connected): Connected {
  return (error, socket) => {
    if (error === null) {
      connected(null, socket);
      return;
    }
    const text =
      `The proxy ${new URL(proxy).host} gave no way to ${host}:${port}: ${error.message}. ` +
      "Check HTTPS_PROXY, and whether NO_PROXY should name the host.";
    connected(Object.assign(new Error(text, { cause: error }), { code: codeOf(error) }), socket);
  };
}

/** By which the SDK knows what is worth another try. */
function codeOf(error: Error): string | undefined {
  return "code" in error && typeof error.code === "string" ? error.code : undefined;
}
