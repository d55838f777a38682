import { type Batch, busKeys, Committer, connectRedis, emptyBatch, Lease, untilReady } from "@quantum/service-kit/bus";
import { serverProblem } from "@quantum/service-kit/server-problem";
import { CATALOGUE, deriveId, emit, eventOf, type Mode, observedOf, type Stream } from "@quantum/types";

const PREFIX = "quantum";
/** A lease of a service that died runs out within this; whoever holds it longer is alive and says goodbye itself. */
const LEASE_WITHIN_MS = 6_000;
const LEASE_TTL_MS = 3_000;
const STREAM_MAX_LENGTH = 100_000;

/**
 * Says goodbye for a service that died before it could, and that nobody starts again: it was stopped on purpose, so the fleet need not wait for
 * it. Returns whether there was anything to say: a service that left by itself, or never was there, needs no goodbye.
 */
export async function sayGoodbyeFor(service: string, given: { redisUrl: string; reason: string; prefix?: string }): Promise<boolean> {
  const hopeless = new AbortController();
  const signal = AbortSignal.any([AbortSignal.timeout(LEASE_WITHIN_MS), hopeless.signal]);
  const redis = connectRedis(given.redisUrl, (error) => {
    const problem = serverProblem("REDIS_URL", error);
    if (problem !== null) hopeless.abort(new Error(problem));
  });
  const keys = busKeys(given.prefix ?? PREFIX);
  try {
    await untilReady(redis, signal);
    if ((await redis.hexists(keys.fleet, service)) === 0) return false;
    const lease = new Lease(redis, keys.lease(service), LEASE_TTL_MS);
    for (let waitMs = await lease.acquire(); waitMs > 0; waitMs = await lease.acquire()) {
      signal.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, Math.min(waitMs + 5, 100)));
    }
    const saved = await redis.hgetall(keys.state(service));
    const commits = Number(saved.commits ?? "0");
    const batch = goodbye(service, { reason: given.reason, marketAt: Number(saved.marketAt ?? "0"), commits });
    await new Committer(redis, keys, service, STREAM_MAX_LENGTH).commit(batch, lease.current() as string, commits);
    await redis.hdel(keys.fleet, service);
    await lease.release();
    return true;
  } finally {
    redis.disconnect();
  }
}

/** The same words the service itself would have said, under an id that a repetition does not change. */
function goodbye(service: string, about: { reason: string; marketAt: number; commits: number }): Batch {
  const speaker = { service, mode: "OFF" as Mode };
  const key = deriveId("goodbye", service, about.commits);
  const seen = observedOf(speaker, { name: "launcher.goodbye", data: null, at: about.marketAt, key });
  const effect = emit("service.stopped", { service, reason: about.reason }) as Parameters<typeof eventOf>[1];
  const event = eventOf(seen, effect, 0, speaker);
  const stream = CATALOGUE.get(event.type)?.stream as Stream;
  return { ...emptyBatch(), events: [{ stream, type: event.type, json: JSON.stringify(event) }] };
}
