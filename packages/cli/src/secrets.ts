import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CliFailure } from "./failure.ts";
import type { Home } from "./home.ts";

/** The secrets of one instance; each is a file of that name. Nothing has a default value. */
export const SECRETS = ["control-token", "redis-password", "postgres-password", "exchange-api-key", "exchange-api-secret"] as const;
export type SecretName = (typeof SECRETS)[number];

/** Path of a secret's file. */
export function secretFile(home: Home, name: SecretName | "redis-url" | "database-url"): string {
  return join(home.secrets, name);
}

/** Generates the secrets that do not exist yet. Existing ones are never changed. */
export function ensureSecrets(home: Home): void {
  for (const name of SECRETS) {
    const file = secretFile(home, name);
    if (!existsSync(file)) writeSecret(file, randomBytes(32).toString("hex"));
  }
}

/** Reads a secret, and refuses one that others could read too. */
export function readSecret(home: Home, name: SecretName): string {
  const file = secretFile(home, name);
  if (!existsSync(file)) throw new CliFailure(`the secret ${file} does not exist`, "run ./quantum up, which generates it");
  const problem = permissionProblem(file);
  if (problem) throw new CliFailure(problem.problem, problem.fix);
  const secret = readFileSync(file, "utf8").trim();
  if (secret === "")
    throw new CliFailure(`the secret ${file} is empty`, `write one into it, of at least 16 characters: openssl rand -hex 32 > ${file}`);
  return secret;
}

/** Writes a private file. */
export function writeSecret(file: string, value: string): void {
  writeFileSync(file, `${value}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
}

/** What is wrong with a secret's permissions, or null. */
export function permissionProblem(file: string): { problem: string; fix: string } | null {
  const mode = statSync(file).mode & 0o777;
  if ((mode & 0o077) === 0) return null;
  return { problem: `${file} can be read by others (mode ${mode.toString(8)})`, fix: `chmod 600 ${file}` };
}
