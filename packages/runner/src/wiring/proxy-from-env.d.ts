/** The package has no types of its own. */
declare module "proxy-from-env" {
  /** The proxy that the process's environment names for a URL; an empty text: none. */
  export function getProxyForUrl(url: string): string;
}
