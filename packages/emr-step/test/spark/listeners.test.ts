import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { expect, test } from "@jest/globals";
import { isLoopback, listeningAddresses, listensOnLoopbackAlone } from "../../src/spark/listeners.ts";

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid
   0: 0100007F:3A9A 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
   1: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
   2: 0100007F:3A9A 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0
`;

test("of the kernel's table only what listens on the port counts", () => {
  expect(listeningAddresses(TABLE, 15_002)).toEqual(["0100007F"]);
  expect(listeningAddresses(TABLE, 22)).toEqual(["00000000"]);
  expect(listeningAddresses(TABLE, 80)).toEqual([]);
});

test.each([
  ["0100007F", true],
  ["0900007F", true],
  ["00000000", false],
  ["0101A8C0", false],
  ["00000000000000000000000001000000", true],
  ["0000000000000000FFFF00000100007F", true],
  ["00000000000000000000000000000000", false],
  ["0000000000000000FFFF00000101A8C0", false],
])("%s is loopback: %s", (address, expected) => {
  expect(isLoopback(address)).toBe(expected);
});

test.each([
  ["127.0.0.1", true],
  ["0.0.0.0", false],
])("a server on %s is seen as it is", async (host, expected) => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  expect(await listensOnLoopbackAlone((server.address() as AddressInfo).port)).toBe(expected);
  await new Promise((resolve) => server.close(resolve));
});
