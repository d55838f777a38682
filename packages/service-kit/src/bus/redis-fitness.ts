import type { Redis } from "ioredis";

/** What a server lacks for the fleet. `minor`: it works, and somebody should know. */
export interface Unfitness {
  readonly what: string;
  readonly fix: string;
  readonly minor: boolean;
}

/** The oldest Redis (or Valkey, which says 7.2) that the fleet is run with. */
const OLDEST_MAJOR = 7;

/** Judges what INFO says: version, cluster mode, eviction, durability. What a server does not say is not held against it. */
export function redisUnfitness(info: string): Unfitness[] {
  const fields = new Map(info.split(/\r?\n/).map((line) => line.split(":", 2) as [string, string | undefined]));
  const found: Unfitness[] = [];
  const major = Number.parseInt(fields.get("redis_version") ?? "", 10);
  if (major < OLDEST_MAJOR)
    found.push({ what: `Redis ${fields.get("redis_version")} is too old`, fix: `use Redis ${OLDEST_MAJOR} or newer`, minor: false });
  if (fields.get("redis_mode") === "cluster") {
    const fix = "use a single primary (with replicas, if you like)";
    found.push({ what: "it is a Redis Cluster, and a commit is one script over keys of several slots", fix, minor: false });
  }
  const policy = fields.get("maxmemory_policy");
  if (policy !== undefined && policy !== "noeviction") {
    const fix = "set maxmemory-policy noeviction: what is evicted is events, state and rows that nobody else has";
    found.push({ what: `it evicts keys (maxmemory-policy ${policy})`, fix, minor: false });
  }
  if (fields.get("aof_enabled") === "0") {
    const fix = "set appendonly yes, unless replicas or the provider keep every write";
    found.push({ what: "it keeps no append-only file", fix, minor: true });
  }
  return found;
}

/** Asks the server itself; one that may not say finds no fault. */
export async function askUnfitness(redis: Redis): Promise<Unfitness[]> {
  try {
    return redisUnfitness(await redis.info());
  } catch {
    // INFO is forbidden on some managed servers; then docs/scaling.md is what there is.
    return [];
  }
}
