import { readFile } from "node:fs/promises";

/** State LISTEN in the kernel's tables. */
const LISTEN = "0A";
const LOOPBACK = [
  /^[0-9A-F]{6}7F$/, // 127.x, of which the first byte stands last
  /^0{24}01000000$/, // ::1
  /^0{16}FFFF0000[0-9A-F]{6}7F$/, // ::ffff:127.x: how Java writes it where there is IPv6
];

/** Whether whatever listens on a port of this machine can be reached from it alone. */
export async function listensOnLoopbackAlone(port: number): Promise<boolean> {
  const tables = await Promise.all(
    ["/proc/net/tcp", "/proc/net/tcp6"].map((file) => readFile(file, "utf8").catch(() => "")),
  );
  return tables.flatMap((table) => listeningAddresses(table, port)).every(isLoopback);
}

/** The addresses, in the kernel's own notation, of a table such as /proc/net/tcp. */
export function listeningAddresses(table: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  return table.split("\n").flatMap((line) => {
    const [, local = "", , state] = line.trim().split(/\s+/);
    const [address, at] = local.split(":");
    return address !== undefined && at === wanted && state === LISTEN ? [address] : [];
  });
}

export function isLoopback(address: string): boolean {
  return LOOPBACK.some((pattern) => pattern.test(address));
}
