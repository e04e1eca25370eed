/** The Data Key Service as a process of its own: `node main.js {folder of its keys} {port, 0 for any}`. */
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { join } from "node:path";
import { hasErrno } from "../errors.ts";
import { dksHandler } from "./server.ts";

const HOST = "127.0.0.1";
const [folder = ".", port = "0"] = process.argv.slice(2);
const read = (name: string): Buffer => readFileSync(join(folder, name));
const log = (line: string): void => console.log(`${new Date().toISOString()} ${line}`);

const server = createServer(
  {
    ca: read("ca.crt"),
    cert: read("server.crt"),
    key: read("server.key"),
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: "TLSv1.2",
  },
  dksHandler(read("master.key"), log),
);
server.on("tlsClientError", (error: Error) => {
  // Who merely looks whether the port is open hangs up before it has said anything.
  if (!hasErrno(error, "ECONNRESET")) log(`refused a client: ${"code" in error ? String(error.code) : ""}`);
});
server.on("error", (error) => {
  if (!hasErrno(error, "EADDRINUSE") || port === "0") throw error;
  log(`port ${port} is taken; using another`);
  server.listen(0, HOST);
});
server.on("listening", () => {
  const address = server.address();
  if (typeof address === "object" && address !== null) log(`DKS serves https://localhost:${address.port}`);
});
server.listen(Number(port), HOST);
