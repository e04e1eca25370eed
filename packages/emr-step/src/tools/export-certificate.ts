import { ACM } from "@aws-sdk/client-acm";
import { proxyAgents } from "@dataworks/runner";
import { exportCertificate } from "../certificate/export.ts";
import { writeCertificate } from "../certificate/write.ts";
import { program, readArguments } from "./program.ts";

// node export-certificate.mjs --arn ARN --region REGION --out FOLDER
await program("export-certificate", async () => {
  const { arn, region, out } = readArguments(process.argv.slice(2), ["arn", "region", "out"]);
  const acm = new ACM({ region, requestHandler: proxyAgents() });
  const exported = await exportCertificate(acm, arn, new Date());
  for (const file of await writeCertificate(out, exported)) process.stdout.write(`${file}\n`);
  process.stdout.write(`expires ${exported.expiresAt.toISOString()}\n`);
});
