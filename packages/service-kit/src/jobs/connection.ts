import type { Redis } from "ioredis";
import { connectRedis } from "../bus/index.ts";
import type { JobLimits } from "./limits.ts";

/** Where a queue is: the fleet's Redis, its prefix, and the name of the queue. */
export interface QueueAddress {
  readonly redisUrl: string;
  readonly redisPrefix: string;
  readonly queue: string;
}

/** The prefix of all keys of all queues. */
export function jobsPrefix({ redisPrefix }: Pick<QueueAddress, "redisPrefix">): string {
  return `${redisPrefix}:jobs`;
}

/** A worker's way to Redis. */
export interface WorkConnection {
  readonly redis: Redis;
  /** Gives up the connection and those that BullMQ made from it, whatever they are at: one that still tries to connect keeps its process alive. */
  disconnect(): void;
}

/** The connection of a worker: unlike one of the bus it waits for Redis as long as it takes, and sends again what broke off. */
export function connectForWork(redisUrl: string, limits: JobLimits, onError: (error: Error) => void): WorkConnection {
  const redis = connectRedis(redisUrl, onError).duplicate({
    maxRetriesPerRequest: null,
    enableOfflineQueue: true,
    autoResendUnfulfilledCommands: true,
    socketTimeout: limits.silenceMs,
    lazyConnect: false,
  });
  redis.on("error", onError);
  const all = [redis];
  const duplicate = redis.duplicate.bind(redis);
  redis.duplicate = (override) => {
    const made = duplicate(override);
    all.push(made);
    return made;
  };
  return { redis, disconnect: () => all.forEach(giveUp) };
}

/** Ends a connection so that everything which waits for it fails. */
function giveUp(redis: Redis): void {
  // What waits between two attempts to connect is forgotten by ioredis, neither done nor failed; during an attempt it fails.
  if (redis.status === "reconnecting") redis.connect().catch(() => undefined);
  // One that has ended would wait for the end of a socket that is gone.
  if (redis.status !== "end") redis.disconnect();
}
