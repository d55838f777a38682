import { busKeys, connectRedis, untilReady } from "@quantum/service-kit/bus";

const WITHIN_MS = 6_000;

/** Sets aside what modules saved, so that they start anew; nothing is deleted. Returns how many pieces there were. */
export async function setAside(modules: readonly string[], given: { redisUrl: string; prefix: string }): Promise<number> {
  const redis = connectRedis(given.redisUrl, () => undefined);
  const keys = busKeys(given.prefix);
  const mark = Math.floor(Date.now() / 1_000);
  try {
    await untilReady(redis, AbortSignal.timeout(WITHIN_MS));
    let moved = 0;
    for (const name of modules)
      for (const [kind, key] of [
        ["state", keys.state(name)],
        ["outbox", keys.outbox(name)],
      ] as const)
        if ((await redis.exists(key)) === 1) {
          await redis.rename(key, `${given.prefix}:quarantine:${mark}:${kind}:${name}`);
          moved += 1;
        }
    return moved;
  } finally {
    redis.disconnect();
  }
}
