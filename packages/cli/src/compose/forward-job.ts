import { ConfigError, databaseUrl, readVariables, redisUrl } from "@quantum/service-kit/config";
import * as z from "zod";
import { forward } from "./forward.ts";
import { forwardsOf } from "./forwards-of.ts";

/** Lets the fleet reach Redis and Postgres elsewhere, and nothing else. With a host as its argument, through that one. */
const environment = {
  REDIS_URL: redisUrl,
  DATABASE_URL: databaseUrl,
  /** The names under which this container is known in the fleet's network: they must be those of the two addresses. */
  REDIS_HOST: z.string().min(1),
  DATABASE_HOST: z.string().min(1),
};

try {
  const config = readVariables(environment, process.env);
  const via = process.argv[2] ?? null;
  for (const rule of forwardsOf(config, via)) {
    await forward(rule, (error) => process.stderr.write(`forward: ${rule.to.host}:${rule.to.port} cannot be reached: ${error.message}\n`));
    process.stdout.write(`${JSON.stringify({ service: "forward", msg: "passing on", port: rule.port, to: rule.to.host })}\n`);
  }
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => process.exit(0));
} catch (error) {
  process.stderr.write(`forward: ${(error as Error).message}\n`);
  process.exitCode = error instanceof ConfigError ? 78 : 1;
}
