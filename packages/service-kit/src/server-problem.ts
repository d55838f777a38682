import { blankSecrets } from "./logger.ts";

/** The variable that holds a server's address. */
export type ServerVariable = "REDIS_URL" | "DATABASE_URL";

const ASK_FOR_TLS = { REDIS_URL: "rediss://", DATABASE_URL: "?sslmode=verify-full" } as const;
const FOREIGN_AUTHORITY =
  "set NODE_EXTRA_CA_CERTS to a file with the authority that signed it (PEM; where it is set, that file does not hold it or cannot be read)";

/** Codes of OpenSSL and Node for what can be wrong with a certificate: what it is, and what to do. */
const CERTIFICATE: Readonly<Record<string, readonly [what: string, fix: string]>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ["its certificate is signed by an authority that is not known here", FOREIGN_AUTHORITY],
  UNABLE_TO_GET_ISSUER_CERT: ["its certificate is signed by an authority that is not known here", FOREIGN_AUTHORITY],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ["its certificate is signed by an authority that is not known here", FOREIGN_AUTHORITY],
  SELF_SIGNED_CERT_IN_CHAIN: ["its certificate is signed by an authority that is not known here", FOREIGN_AUTHORITY],
  DEPTH_ZERO_SELF_SIGNED_CERT: ["its certificate is signed by nobody but itself", FOREIGN_AUTHORITY],
  CERT_SIGNATURE_FAILURE: ["its certificate is not signed by the authority it names", FOREIGN_AUTHORITY],
  CERT_HAS_EXPIRED: ["its certificate has expired", "renew it on the server"],
  CERT_NOT_YET_VALID: ["its certificate is not valid yet", "set the clock of this machine, or that of the server"],
  ERR_TLS_CERT_ALTNAME_INVALID: ["its certificate is for another host name", "use the name that stands in the certificate"],
};

/**
 * What is wrong with a server that cannot be used, in words that name the variable and the way out; null for a plain outage, which ends by itself.
 */
export function serverProblem(variable: ServerVariable, error: unknown): string | null {
  const { code = "", message = "" } = error as { code?: string; message?: string };
  const certificate = CERTIFICATE[code];
  if (certificate) return `${variable}: ${certificate[0]} (${code}); ${certificate[1]}`;
  if (/SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH)|ERR_SSL|does not support SSL/.test(`${code} ${message}`))
    return `${variable}: asks for TLS, but the server there does not speak it; use its TLS port, or an address without ${ASK_FOR_TLS[variable]}`;
  if (/no pg_hba\.conf entry.*no encryption|connection is insecure/i.test(message))
    return `${variable}: the server wants TLS; add ${ASK_FOR_TLS[variable]} to the address`;
  if (/^(28P01|28000)$/.test(code) || /WRONGPASS|NOAUTH|NOPERM|invalid password/i.test(message))
    return `${variable}: the server refuses the user or the password (${blankSecrets(message)}); correct the address`;
  return null;
}
