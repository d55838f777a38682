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

/** The connection of a worker: unlike one of the bus it waits for Redis as long as it takes, and sends again what broke off. */
export function connectForWork(redisUrl: string, limits: JobLimits, onError: (error: Error) => void): Redis {
  const redis = connectRedis(redisUrl, onError).duplicate({
    maxRetriesPerRequest: null,
    enableOfflineQueue: true,
    autoResendUnfulfilledCommands: true,
    socketTimeout: limits.silenceMs,
    lazyConnect: false,
  });
  redis.on("error", onError);
  return redis;
}
