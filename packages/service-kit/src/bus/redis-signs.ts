import type { Redis } from "ioredis";
import type { Logger } from "../logger.ts";
import { serverProblem } from "../server-problem.ts";
import { askUnfitness } from "./redis-fitness.ts";

/** What a service knows about its Redis beyond whether it is there: why it cannot be used, and what it is not fit for. */
export interface RedisSigns {
  /** Why it does not answer, when that will not end by itself; null otherwise. */
  problem: string | null;
  /** What it lacks; it works all the same. */
  warnings: readonly string[];
}

/** Watches a connection: says a problem once in the log, and asks the server what it is whenever it is back. */
export function watchRedis(redis: Redis, logger: Logger): RedisSigns {
  const signs: RedisSigns = { problem: null, warnings: [] };
  redis.on("error", (error) => {
    const problem = serverProblem("REDIS_URL", error);
    if (problem !== null && problem !== signs.problem) logger.error({ problem }, "Redis cannot be used");
    signs.problem = problem;
  });
  redis.on("ready", async () => {
    signs.problem = null;
    const serious = (await askUnfitness(redis)).filter(({ minor }) => !minor).map(({ what, fix }) => `REDIS_URL: ${what}; ${fix}`);
    for (const warning of serious) if (!signs.warnings.includes(warning)) logger.warn({ warning }, "Redis is not fit for the fleet");
    signs.warnings = serious;
  });
  return signs;
}
