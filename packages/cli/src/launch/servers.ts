import { join } from "node:path";
import { type LocalServer, startPostgres, startRedis } from "@quantum/local-servers";
import type { Home } from "../home.ts";
import { readSecret, secretFile, writeSecret } from "../secrets.ts";
import { requireOutsidePostgres, requireOutsideRedis } from "./outside-servers.ts";
import type { PortPlan } from "./port-plan.ts";

/** Redis and Postgres of one instance. `null` where an outside server is used. */
export interface Servers {
  readonly redis: LocalServer | null;
  readonly postgres: LocalServer | null;
  readonly redisUrl: string;
  readonly databaseUrl: string;
}

/** Starts Redis and Postgres (unless QUANTUM_REDIS_URL or QUANTUM_DATABASE_URL name others) and leaves their addresses for the services. */
export async function startServers(home: Home, ports: PortPlan, env: NodeJS.ProcessEnv): Promise<Servers> {
  if (env.QUANTUM_REDIS_URL) await requireOutsideRedis(env.QUANTUM_REDIS_URL);
  if (env.QUANTUM_DATABASE_URL) await requireOutsidePostgres(env.QUANTUM_DATABASE_URL);
  const started = await Promise.allSettled([
    env.QUANTUM_REDIS_URL ? null : ownRedis(home, ports.redis),
    env.QUANTUM_DATABASE_URL ? null : ownPostgres(home, ports.postgres),
  ]);
  const failure = started.find((result) => result.status === "rejected");
  if (failure) {
    for (const result of started) if (result.status === "fulfilled") await result.value?.stop();
    throw failure.reason;
  }
  const [redis, postgres] = started.map((result) => (result.status === "fulfilled" ? result.value : null)) as [
    LocalServer | null,
    LocalServer | null,
  ];
  const redisUrl = redis?.url ?? (env.QUANTUM_REDIS_URL as string);
  const databaseUrl = postgres?.url ?? (env.QUANTUM_DATABASE_URL as string);
  writeSecret(secretFile(home, "redis-url"), redisUrl);
  writeSecret(secretFile(home, "database-url"), databaseUrl);
  return { redis, postgres, redisUrl, databaseUrl };
}

function ownRedis(home: Home, port: number): Promise<LocalServer> {
  return startRedis({ folder: join(home.data, "redis"), port, password: readSecret(home, "redis-password"), durable: true });
}

function ownPostgres(home: Home, port: number): Promise<LocalServer> {
  return startPostgres({
    folder: join(home.data, "postgres"),
    port,
    password: readSecret(home, "postgres-password"),
    logFile: join(home.logs, "postgres.log"),
    durable: true,
  });
}
