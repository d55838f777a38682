import { type BusKeys, untilReady } from "@quantum/service-kit/bus";
import type { FleetEvent, Stream } from "@quantum/types";
import type { Redis } from "ioredis";
import { type LastValued, nextValued } from "../data/day.ts";
import { LIMITS } from "../limits.ts";
import { topicsOf } from "./topics.ts";

const WATCHED: readonly Stream[] = ["fleet", "orders", "positions", "trades", "market"];
type Entry = [id: string, fields: string[]];

/** Follows the fleet's streams, remembers the last valuation and tells listeners what changed. Reads only; belongs to no group. */
export class LiveStream {
  lastValued: LastValued | null = null;
  private readonly keys: BusKeys;
  private readonly listeners = new Set<(topics: readonly string[]) => void>();
  private readonly lastIds = new Map<string, string>();

  constructor(keys: BusKeys) {
    this.keys = keys;
  }

  /** Calls `told` with the topics of every batch; returns how to stop. */
  listen(told: (topics: readonly string[]) => void): () => void {
    this.listeners.add(told);
    return () => this.listeners.delete(told);
  }

  /** Follows over a connection of its own until the signal aborts. Throws when Redis breaks; whoever runs it starts it again. */
  async follow(redis: Redis, signal: AbortSignal): Promise<void> {
    await untilReady(redis, signal);
    await this.catchUp(redis);
    while (!signal.aborted) {
      const keys = WATCHED.map((stream) => this.keys.stream(stream));
      const ids = keys.map((key) => this.lastIds.get(key) ?? "0-0");
      const found = await redis.xread("COUNT", LIMITS.entriesPerRead, "BLOCK", LIMITS.blockMs, "STREAMS", ...keys, ...ids);
      if (found) this.take(found as [string, Entry[]][]);
    }
  }

  private async catchUp(redis: Redis): Promise<void> {
    for (const stream of WATCHED) {
      const key = this.keys.stream(stream);
      const [newest] = (await redis.xrevrange(key, "+", "-", "COUNT", 1)) as Entry[];
      this.lastIds.set(key, newest?.[0] ?? "0-0");
    }
    const recent = (await redis.xrevrange(this.keys.stream("positions"), "+", "-", "COUNT", LIMITS.lookBackEntries)) as Entry[];
    const valued = recent.filter(([, fields]) => fields[1] === "portfolio.valued").slice(0, 2);
    for (const entry of valued.reverse()) this.remember(entry);
  }

  private take(found: readonly [string, Entry[]][]): void {
    const topics = new Set<string>();
    for (const [key, entries] of found) {
      for (const entry of entries) {
        for (const topic of topicsOf(entry[1][1] ?? "")) topics.add(topic);
        if (entry[1][1] === "portfolio.valued") this.remember(entry);
        this.lastIds.set(key, entry[0]);
      }
    }
    if (topics.size > 0) for (const told of this.listeners) told([...topics]);
  }

  private remember([, fields]: Entry): void {
    const event = JSON.parse(fields[3] ?? "null") as FleetEvent<"portfolio.valued">;
    this.lastValued = nextValued(this.lastValued, event);
  }
}
