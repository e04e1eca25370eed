import { createPrivateKey, randomBytes, X509Certificate } from "node:crypto";
import type { ExportCertificateCommandInput, ExportCertificateCommandOutput } from "@aws-sdk/client-acm";
import { CertificateUnavailableError } from "../errors.ts";

/** The subset of the SDK's `ACM` client that is needed. */
export interface CertificatePort {
  exportCertificate(
    input: ExportCertificateCommandInput,
  ): Promise<Pick<ExportCertificateCommandOutput, "Certificate" | "CertificateChain" | "PrivateKey">>;
}

/** A certificate and its key, PEM. */
export interface ExportedCertificate {
  readonly certificate: string;
  /** Who signed it, up to the root. */
  readonly chain: string;
  /** PKCS #8, without a passphrase. */
  readonly key: string;
  readonly expiresAt: Date;
}

/**
 * A certificate of ACM with its private key. ACM encrypts the key for its way here with a passphrase of the caller's: a
 * random one, which this process alone knows and for as long as it runs.
 *
 * @throws CertificateUnavailableError saying why it cannot be had, or that what came is of no use.
 */
export async function exportCertificate(
  acm: CertificatePort,
  arn: string,
  now: Date,
): Promise<ExportedCertificate> {
  // Hex, for ACM refuses #, $ and % in it.
  const passphrase = randomBytes(32).toString("hex");
  const { Certificate, CertificateChain, PrivateKey } = await acm
    .exportCertificate({ CertificateArn: arn, Passphrase: new TextEncoder().encode(passphrase) })
    .catch((cause: unknown) => {
      throw unavailable(arn, cause);
    });
  if (Certificate === undefined || CertificateChain === undefined || PrivateKey === undefined) {
    throw new CertificateUnavailableError(
      `The certificate ${arn} came without its certificate, chain or key. See in ACM that it is issued.`,
    );
  }
  const certificate = new X509Certificate(Certificate);
  const key = createPrivateKey({ key: PrivateKey, passphrase });
  if (!certificate.checkPrivateKey(key)) {
    throw new CertificateUnavailableError(
      `The certificate ${arn} and its key do not belong together. Renew it.`,
    );
  }
  const expiresAt = new Date(certificate.validTo);
  if (expiresAt <= now) {
    throw new CertificateUnavailableError(
      `The certificate ${arn} has expired at ${expiresAt.toISOString()}. Renew it in ACM.`,
    );
  }
  return {
    certificate: Certificate,
    chain: CertificateChain,
    key: key.export({ type: "pkcs8", format: "pem" }).toString(),
    expiresAt,
  };
}

function unavailable(arn: string, cause: unknown): CertificateUnavailableError {
  const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
  const because: Readonly<Record<string, string>> = {
    ResourceNotFoundException: "there is none in this account and region. Correct its ARN",
    AccessDeniedException:
      "access denied. Grant the instance profile's role acm:ExportCertificate on it, and see that no boundary or endpoint policy forbids it",
    ValidationException: `ACM does not export it (${message}). Name one that a private authority issued, or that was made exportable`,
    RequestInProgressException: "it is not issued yet. Wait for it, or approve it",
  };
  return new CertificateUnavailableError(
    `The certificate ${arn} could not be exported: ${because[name] ?? `${name}: ${message}`}.`,
    { cause },
  );
}
