import { Redis } from "ioredis";
import { redisTls } from "./tls.ts";

/** A connection without any answer for this long is given up; longer than any blocking read waits. */
const SILENCE_MS = 5_000;
/** The longest pause between two attempts to reach Redis. */
const RECONNECT_MAX_MS = 1_000;
/** How long a socket that was told to end may take before it is destroyed; ioredis itself would keep a process for two seconds. */
const DISCONNECT_MS = 250;

/**
 * A Redis connection that reconnects by itself with growing, jittered pauses. Commands in flight when the connection breaks are
 * rejected, never re-sent: whoever sent them decides what to do about an unknown fate. One that was disconnected is done with: ioredis never
 * comes back to a connection that was told to end while it waited to try again, so whoever needs one later makes another.
 */
export function connectRedis(url: string, onError: (error: Error) => void): Redis {
  const redis = new Redis(url, {
    ...redisTls(url),
    // 0: what is in flight when the connection breaks fails at once. (null would leave it pending forever.)
    maxRetriesPerRequest: 0,
    socketTimeout: SILENCE_MS,
    disconnectTimeout: DISCONNECT_MS,
    autoResendUnfulfilledCommands: false,
    enableOfflineQueue: false,
    lazyConnect: true,
    retryStrategy: (attempt) => Math.min(RECONNECT_MAX_MS, 25 * 2 ** Math.min(attempt, 6)) * (0.75 + Math.random() / 2),
  });
  redis.on("error", onError);
  return redis;
}

/** Connects, or keeps trying until the signal aborts. Resolves once commands can be sent. */
export async function untilReady(redis: Redis, signal: AbortSignal): Promise<void> {
  while (redis.status !== "ready") {
    signal.throwIfAborted();
    if (redis.status === "wait" || redis.status === "end") redis.connect().catch(ignoreReported);
    await new Promise<void>((resolve) => {
      const done = (): void => {
        redis.off("ready", done);
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(done, 250);
      redis.once("ready", done);
    });
  }
}

/** The connection's own "error" event reports it; the loop above tries again. */
function ignoreReported(): void {}
