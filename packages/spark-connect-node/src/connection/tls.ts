import { credentials } from "@grpc/grpc-js";
import type { ChannelCredentials } from "@grpc/grpc-js";
import { InvalidArgumentError } from "../errors.ts";

/** PEM, as text or bytes; not a path. */
export type Pem = string | Uint8Array;

/** How the two sides of a TLS connection know each other. */
export interface TlsOptions {
  /** Certificates of the authorities to trust instead of those that Node brings. */
  readonly rootCertificates?: Pem | undefined;
  /** This client's certificate with those above it, for servers that ask for one. Goes with `privateKey`. */
  readonly clientCertificate?: Pem | undefined;
  /** The key of `clientCertificate`. */
  readonly privateKey?: Pem | undefined;
  /** The name to expect in the server's certificate, where it is not that of the connection string. */
  readonly serverName?: string | undefined;
}

/** Checks what can be seen before anything is sent. @throws InvalidArgumentError; never with a key in its text */
export function checkTlsOptions(options: TlsOptions): TlsOptions {
  const { rootCertificates, clientCertificate, privateKey } = options;
  checkPem("rootCertificates", rootCertificates, "CERTIFICATE");
  checkPem("clientCertificate", clientCertificate, "CERTIFICATE");
  checkPem("privateKey", privateKey, "KEY");
  if ((clientCertificate === undefined) !== (privateKey === undefined)) {
    throw new InvalidArgumentError(
      "tls: clientCertificate and privateKey go together; one of them is missing",
    );
  }
  return options;
}

function checkPem(name: string, pem: Pem | undefined, kind: "CERTIFICATE" | "KEY"): void {
  if (pem === undefined) return;
  if (!new RegExp(`-----BEGIN [A-Z ]*${kind}-----`).test(toBuffer(pem).toString("latin1"))) {
    throw new InvalidArgumentError(
      `tls: ${name} must be PEM ("-----BEGIN …${kind}-----"), not a path or another format`,
    );
  }
}

function toBuffer(pem: Pem): Buffer {
  return typeof pem === "string" ? Buffer.from(pem) : Buffer.from(pem.buffer, pem.byteOffset, pem.byteLength);
}

/** Credentials of a TLS channel. @throws InvalidArgumentError for what TLS cannot read; never with a key in its text */
export function tlsCredentials({
  rootCertificates,
  clientCertificate,
  privateKey,
}: TlsOptions): ChannelCredentials {
  const buffer = (pem: Pem | undefined): Buffer | null => (pem === undefined ? null : toBuffer(pem));
  try {
    return credentials.createSsl(buffer(rootCertificates), buffer(privateKey), buffer(clientCertificate));
  } catch (cause) {
    throw new InvalidArgumentError("tls: the certificates or the key cannot be used; see the cause", {
      cause,
    });
  }
}
