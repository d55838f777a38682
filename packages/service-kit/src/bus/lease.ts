import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import { ACQUIRE_SCRIPT, RELEASE_SCRIPT, RENEW_SCRIPT } from "./commit-script.ts";

/**
 * The right to write for one service. Only one instance holds it; each new holder gets a higher token, and `commit`
 * refuses any other. `held()` is judged by our own clock against the last renewal, so a frozen process stops believing in it.
 */
export class Lease {
  readonly instance = randomUUID();
  private token: string | null = null;
  private renewedAt = 0;
  private readonly redis: Redis;
  private readonly key: string;
  private readonly ttlMs: number;

  constructor(redis: Redis, key: string, ttlMs: number) {
    this.redis = redis;
    this.key = key;
    this.ttlMs = ttlMs;
  }

  /** Our fencing token, or null while another instance (or nobody) holds the lease. */
  current(): string | null {
    return this.token;
  }

  /** True while our last renewal is younger than the lease's life, with a margin for the way to Redis. */
  held(): boolean {
    return this.token !== null && performance.now() - this.renewedAt < this.ttlMs * 0.9;
  }

  /** Tries once. Returns 0 when the lease is ours, else how many ms the other holder may still have. */
  async acquire(): Promise<number> {
    const askedAt = performance.now();
    const [token, waitMs] = (await this.redis.eval(ACQUIRE_SCRIPT, 1, this.key, this.instance, this.ttlMs)) as [number, number];
    if (token === 0) return Math.max(waitMs, 10);
    this.token = String(token);
    this.renewedAt = askedAt;
    return 0;
  }

  /** Prolongs it. False: another instance has it now, and we must stop acting. */
  async renew(): Promise<boolean> {
    if (this.token === null) return false;
    const askedAt = performance.now();
    const renewed = (await this.redis.eval(RENEW_SCRIPT, 1, this.key, this.token, this.ttlMs)) === 1;
    if (renewed) this.renewedAt = askedAt;
    else this.token = null;
    return renewed;
  }

  /** Forgets the token without asking Redis; the next acquire gets a new one. */
  drop(): void {
    this.token = null;
  }

  async release(): Promise<void> {
    if (this.token !== null) await this.redis.eval(RELEASE_SCRIPT, 1, this.key, this.token);
    this.token = null;
  }
}
