import { readFileSync } from "node:fs";
import { MODES, type Mode } from "@quantum/types";
import * as z from "zod";
import { CONTROL_TOKEN_MIN_LENGTH, type ControlToken, controlTokenOf } from "./control-token.ts";

/** A configuration that cannot be used. Every problem is named at once, with the variable and the fix. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.problems = problems;
  }
}

const port = z.coerce.number("a port number").int().min(0).max(65_535);
const positiveMs = z.coerce.number("a number of milliseconds").int().positive();

/** Other modes look like a check of the certificate and, with the client in use or a later one, are none. */
const SSL_MODES = ["verify-full", "disable"];

/** Address of the Postgres server, for every process that uses it. */
export const databaseUrl = z
  .url({ protocol: /^postgres(ql)?$/, error: "an address such as postgres://user:password@127.0.0.1:5432/quantum" })
  .refine((url) => SSL_MODES.includes(new URL(url).searchParams.get("sslmode") ?? "disable"), {
    error:
      "its sslmode must be verify-full (TLS, certificate and host name are checked; an authority of your own goes into NODE_EXTRA_CA_CERTS) or disable",
  });
/** Address of the Redis server, for every process that uses it. */
export const redisUrl = z.url({
  protocol: /^rediss?$/,
  error: "an address such as redis://127.0.0.1:6379 (rediss:// for TLS)",
});

/** FLEET_PORTS of those who look at the others: service name -> port, as JSON. */
export const fleetPorts = z
  .string()
  .default("{}")
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue('JSON such as {"risk_safety":8005}');
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.number().int().min(1).max(65_535)));

/** What every service reads from its environment. Secrets may come as NAME or as NAME_FILE (a file that holds them). */
export const baseEnvironment = {
  HOST: z.string().default("127.0.0.1"),
  PORT: port,
  REDIS_URL: redisUrl,
  REDIS_PREFIX: z
    .string()
    .regex(/^[a-z0-9-]+$/, "lower-case letters, digits and dashes")
    .default("quantum"),
  DATABASE_URL: databaseUrl,
  /** As it is at the start; `controlToken` of the configuration is the one that holds later on. */
  CONTROL_TOKEN: z
    .string()
    .min(CONTROL_TOKEN_MIN_LENGTH, `at least ${CONTROL_TOKEN_MIN_LENGTH} characters (generate one with ./quantum doctor --fix)`),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  MODES: z
    .string()
    .default("OBSERVE,ENFORCED,OFF")
    .transform((text) => text.split(",").map((mode) => mode.trim()))
    .pipe(z.array(z.enum(MODES)).min(1)),
  PHASE: z.coerce.number().int().min(0).max(5).default(0),
  LEASE_TTL_MS: positiveMs.default(3_000),
  STUCK_AFTER_MS: positiveMs.default(15_000),
  POISON_TRIES: z.coerce.number().int().min(1).default(3),
  /** true only in drills: POST /drill then makes this service ill (the event loop stands still, or no stream is read). */
  DRILL_FAULTS: z.stringbool().default(false),
  STREAM_MAX_LENGTH: z.coerce.number().int().min(1_000).default(100_000),
};
export type BaseConfig = Omit<z.infer<z.ZodObject<typeof baseEnvironment>>, "CONTROL_TOKEN"> & {
  readonly controlToken: ControlToken;
  readonly firstMode: Mode;
  readonly firstModeFrom: string;
};

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Parses the environment of one service: the base variables and its own.
 * @throws ConfigError naming every variable that is missing or unusable.
 */
export function readConfig<Shape extends z.ZodRawShape>(
  service: string,
  shape: Shape,
  env: Environment,
): BaseConfig & z.infer<z.ZodObject<Shape>> {
  const problems: string[] = [];
  const values = withSecretFiles({ ...baseEnvironment, ...shape }, env, problems);
  const mode = firstMode(service, env, problems);
  const parsed = z.object({ ...baseEnvironment, ...shape }).safeParse(values);
  if (!parsed.success) problems.push(...parsed.error.issues.map((issue) => describe(issue, values)));
  if (problems.length > 0) throw new ConfigError(problems);
  const base = parsed.data as { MODES: Mode[] };
  const first = mode.firstMode ?? (base.MODES[0] as Mode);
  if (!base.MODES.includes(first))
    throw new ConfigError([`${mode.firstModeFrom}: ${service} cannot be ${first}; it can be ${base.MODES.join(", ")}`]);
  const { CONTROL_TOKEN: _, ...data } = parsed.data as Record<string, unknown>;
  return Object.freeze({ ...data, ...mode, firstMode: first, controlToken: controlTokenOf(env) }) as unknown as BaseConfig &
    z.infer<z.ZodObject<Shape>>;
}

/** Parses variables of a process that is no bus service, with the same rules for secrets and errors. */
export function readVariables<Shape extends z.ZodRawShape>(shape: Shape, env: Environment): z.infer<z.ZodObject<Shape>> {
  const problems: string[] = [];
  const values = withSecretFiles(shape, env, problems);
  const parsed = z.object(shape).safeParse(values);
  if (!parsed.success) problems.push(...parsed.error.issues.map((issue) => describe(issue, values)));
  if (problems.length > 0 || !parsed.success) throw new ConfigError(problems);
  return Object.freeze(parsed.data) as z.infer<z.ZodObject<Shape>>;
}

function withSecretFiles(shape: z.ZodRawShape, env: Environment, problems: string[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const name of Object.keys(shape)) {
    const direct = env[name];
    const file = env[`${name}_FILE`];
    if (direct !== undefined && direct !== "") values[name] = direct;
    else if (file) {
      const secret = readSecret(name, file, problems);
      if (secret !== null) values[name] = secret;
    }
  }
  return values;
}

function readSecret(name: string, file: string, problems: string[]): string | null {
  try {
    const secret = readFileSync(file, "utf8").trim();
    if (secret !== "") return secret;
    problems.push(`${name}_FILE: the file ${file} is empty; put the secret into it`);
  } catch (error) {
    problems.push(`${name}_FILE: cannot read ${file} (${(error as NodeJS.ErrnoException).code}); create it or fix its permissions`);
  }
  return null;
}

function firstMode(service: string, env: Environment, problems: string[]): { firstMode: Mode | null; firstModeFrom: string } {
  const upper = service.toUpperCase();
  if (env[`ENABLE_${upper}`] === "false") return { firstMode: "OFF", firstModeFrom: `ENABLE_${upper}` };
  if (env[`QT_AI_${upper}_ENABLED`] === "false") return { firstMode: "OFF", firstModeFrom: `QT_AI_${upper}_ENABLED` };
  const variable = `${upper}_MODE`;
  const value = env[variable];
  if (!value) return { firstMode: null, firstModeFrom: "default" };
  const mode = value === "ENFORCE" ? "ENFORCED" : MODES.find((known) => known === value);
  if (!mode) problems.push(`${variable}: "${value}" is not a mode; use one of ${MODES.join(", ")}`);
  return { firstMode: mode ?? null, firstModeFrom: variable };
}

function describe(issue: z.core.$ZodIssue, values: Readonly<Record<string, string>>): string {
  const name = issue.path.join(".");
  if (values[name] === undefined) return `${name}: missing; set it (${issue.message})`;
  const secret = /TOKEN|SECRET|PASSWORD|KEY|URL/.test(name);
  return `${name}: ${secret ? "its value" : JSON.stringify(values[name])} is not usable: ${issue.message}`;
}
