import { setTimeout as pause } from "node:timers/promises";
import { redisTls } from "@quantum/service-kit/bus";
import { STREAMS } from "@quantum/types";
import { Redis } from "ioredis";
import { CliFailure } from "../failure.ts";

const PREFIX = "quantum";
const LOOK_EVERY_MS = 100;
/** Looks in a row that must find nothing to do: an input on its way through a service is in no stream for a moment. */
const QUIET_LOOKS = 3;

/** Waits until every service has read and finished everything, and every row is in Postgres. */
export async function untilIdle(
  redisUrl: string,
  how: { services: readonly string[]; withinMs: number; signal: AbortSignal },
): Promise<void> {
  const redis = new Redis(redisUrl, { ...redisTls(redisUrl), maxRetriesPerRequest: 3 });
  redis.on("error", () => undefined);
  try {
    const deadline = Date.now() + how.withinMs;
    for (let quiet = 0; quiet < QUIET_LOOKS; ) {
      how.signal.throwIfAborted();
      const waiting = await workWaiting(redis, how.services);
      quiet = waiting.length === 0 ? quiet + 1 : 0;
      if (Date.now() > deadline)
        throw new CliFailure(`the fleet does not come to rest: ${waiting.join("; ")}`, "./quantum status and the logs show why");
      await pause(LOOK_EVERY_MS, undefined, { signal: how.signal });
    }
  } finally {
    redis.disconnect();
  }
}

async function workWaiting(redis: Redis, services: readonly string[]): Promise<string[]> {
  const rows = await Promise.all(
    services.map(async (service) => {
      const count = await redis.llen(`${PREFIX}:rows:${service}`);
      return count > 0 ? [`${service} has ${count} rows for Postgres`] : [];
    }),
  );
  const streams = await Promise.all(STREAMS.map((stream) => unfinished(redis, stream, services)));
  return [...rows.flat(), ...streams.flat()];
}

async function unfinished(redis: Redis, stream: string, services: readonly string[]): Promise<string[]> {
  const key = `${PREFIX}:stream:${stream}`;
  if ((await redis.exists(key)) === 0) return [];
  const last = fields(await redis.xinfo("STREAM", key)).get("last-generated-id");
  const groups = ((await redis.xinfo("GROUPS", key)) as unknown[]).map(fields);
  return groups.flatMap((group) => {
    if (!services.includes(String(group.get("name")))) return [];
    const pending = Number(group.get("pending"));
    if (pending > 0) return [`${group.get("name")} has not finished ${pending} entries of ${stream}`];
    return group.get("last-delivered-id") === last ? [] : [`${group.get("name")} has not read all of ${stream}`];
  });
}

/** XINFO answers a flat list of names and values. */
function fields(answer: unknown): Map<string, unknown> {
  const list = answer as unknown[];
  const map = new Map<string, unknown>();
  for (let index = 0; index + 1 < list.length; index += 2) map.set(String(list[index]), list[index + 1]);
  return map;
}
