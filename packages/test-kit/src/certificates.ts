import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** A certificate as file contents (PEM), and who made it. */
export interface TestCertificate {
  readonly certificate: string;
  readonly key: string;
}

/** An authority of a test's own. */
export interface TestAuthority extends TestCertificate {
  /** A certificate for a server of this name, signed by this authority. */
  issue(host: string): TestCertificate;
}

/** Makes an authority that nobody else knows. Valid for a day around now. */
export function testAuthority(name: string): TestAuthority {
  const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const own = certificateOf({ subject: name, issuer: name, publicKey: keys.publicKey, signer: keys.privateKey, host: null });
  return {
    certificate: own,
    key: pemOf(keys.privateKey),
    issue(host) {
      const server = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const certificate = certificateOf({ subject: host, issuer: name, publicKey: server.publicKey, signer: keys.privateKey, host });
      return { certificate, key: pemOf(server.privateKey) };
    },
  };
}

/** Writes both into a folder, as servers want them. */
export function writeCertificate(folder: string, { certificate, key }: TestCertificate): { certificateFile: string; keyFile: string } {
  const files = { certificateFile: join(folder, "server.crt"), keyFile: join(folder, "server.key") };
  writeFileSync(files.certificateFile, certificate);
  writeFileSync(files.keyFile, key, { mode: 0o600 });
  return files;
}

function pemOf(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }) as string;
}

const DAY_MS = 86_400_000;
const TAG = { integer: 0x02, bits: 0x03, octets: 0x04, oid: 0x06, text: 0x0c, time: 0x17, sequence: 0x30, set: 0x31, yes: 0x01 } as const;
const ECDSA_WITH_SHA256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const COMMON_NAME = [0x55, 0x04, 0x03];
const BASIC_CONSTRAINTS = [0x55, 0x1d, 0x13];
const SUBJECT_ALTERNATIVE_NAME = [0x55, 0x1d, 0x11];

interface Contents {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly signer: KeyObject;
  /** Null: an authority. */
  readonly host: string | null;
}

/** RFC 5280: version 3, DER. */
function certificateOf({ subject, issuer, publicKey, signer, host }: Contents): string {
  const algorithm = der(TAG.sequence, oid(ECDSA_WITH_SHA256));
  const extension =
    host === null
      ? [oid(BASIC_CONSTRAINTS), der(TAG.yes, Buffer.from([0xff])), octets(der(TAG.sequence, der(TAG.yes, Buffer.from([0xff]))))]
      : [oid(SUBJECT_ALTERNATIVE_NAME), octets(der(TAG.sequence, der(0x82, Buffer.from(host))))];
  const body = der(
    TAG.sequence,
    der(0xa0, der(TAG.integer, Buffer.from([2]))),
    der(TAG.integer, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    nameOf(issuer),
    der(TAG.sequence, timeOf(Date.now() - DAY_MS), timeOf(Date.now() + DAY_MS)),
    nameOf(subject),
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, der(TAG.sequence, der(TAG.sequence, ...extension))),
  );
  const signature = sign("sha256", body, signer);
  const certificate = der(TAG.sequence, body, algorithm, der(TAG.bits, Buffer.from([0]), signature));
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

function nameOf(commonName: string): Buffer {
  return der(TAG.sequence, der(TAG.set, der(TAG.sequence, oid(COMMON_NAME), der(TAG.text, Buffer.from(commonName)))));
}

function timeOf(at: number): Buffer {
  return der(TAG.time, Buffer.from(`${new Date(at).toISOString().replace(/[-:T]/g, "").slice(2, 14)}Z`));
}

function oid(bytes: readonly number[]): Buffer {
  return der(TAG.oid, Buffer.from(bytes));
}

function octets(content: Buffer): Buffer {
  return der(TAG.octets, content);
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
