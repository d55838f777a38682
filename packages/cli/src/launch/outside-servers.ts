import { askUnfitness, redisTls, type Unfitness } from "@quantum/service-kit/bus";
import { databaseUrl, redisUrl } from "@quantum/service-kit/config";
import { requirePostgres } from "@quantum/service-kit/database";
import { type ServerVariable, serverProblem } from "@quantum/service-kit/server-problem";
import { Redis } from "ioredis";
import type * as z from "zod";
import { CliFailure } from "../failure.ts";

/** The variables that name servers of one's own. */
export type OutsideVariable = "QUANTUM_REDIS_URL" | "QUANTUM_DATABASE_URL";

const CONNECT_WITHIN_MS = 5_000;
const VARIABLE: Readonly<Record<OutsideVariable, ServerVariable>> = {
  QUANTUM_REDIS_URL: "REDIS_URL",
  QUANTUM_DATABASE_URL: "DATABASE_URL",
};

/** What the Redis of QUANTUM_REDIS_URL lacks, though it can be used. @throws CliFailure when it cannot. */
export async function requireOutsideRedis(url: string): Promise<Unfitness[]> {
  requireAddress("QUANTUM_REDIS_URL", url, redisUrl);
  const once = { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null, connectTimeout: CONNECT_WITHIN_MS };
  const redis = new Redis(url, { ...redisTls(url), ...once });
  let cause: Error | null = null;
  redis.on("error", (error) => {
    cause = error;
  });
  try {
    await redis.connect();
    return await askUnfitness(redis);
  } catch (error) {
    throw failure("QUANTUM_REDIS_URL", cause ?? error);
  } finally {
    redis.disconnect();
  }
}

/** @throws CliFailure when the Postgres of QUANTUM_DATABASE_URL cannot be used. */
export async function requireOutsidePostgres(url: string): Promise<void> {
  requireAddress("QUANTUM_DATABASE_URL", url, databaseUrl);
  try {
    await requirePostgres(url);
  } catch (error) {
    throw failure("QUANTUM_DATABASE_URL", error);
  }
}

function requireAddress(variable: OutsideVariable, url: string, schema: z.ZodType): void {
  const parsed = schema.safeParse(url);
  if (!parsed.success) throw new CliFailure(`${variable}: its value is not usable`, parsed.error.issues[0]?.message ?? "correct it");
}

function failure(variable: OutsideVariable, error: unknown): CliFailure {
  const problem = serverProblem(VARIABLE[variable], error);
  if (problem !== null) {
    const [what, fix] = problem.split("; ", 2) as [string, string];
    return new CliFailure(`QUANTUM_${what}`, fix);
  }
  const { code, message } = error as { code?: string; message: string };
  return new CliFailure(`${variable}: the server does not answer (${message || code})`, "start it, or correct the address");
}
