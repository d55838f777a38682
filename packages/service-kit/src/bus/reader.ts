import { STREAMS, type Stream } from "@quantum/types";
import type { Redis } from "ioredis";
import type { Position } from "./commit.ts";
import type { BusKeys } from "./keys.ts";

/** One entry as it stands in a stream, not parsed yet. */
export interface Entry {
  readonly position: Position;
  readonly type: string;
  readonly json: string;
}

/** Entries read of each stream at a time, and how long a read waits for the next one. */
const READ_COUNT = 100;
const BLOCK_MS = 1_000;

type RawReply = [key: string, entries: [id: string, fields: string[] | null][]][] | null;

/**
 * Reads the streams a service consumes as its consumer group, merged into the one global order. After a (re)start it delivers first what
 * was delivered before and never acknowledged.
 */
export class Reader {
  private readonly held: Entry[] = [];
  private recovering = new Map<string, string>();
  private readonly redis: Redis;
  private readonly group: string;
  private readonly streams: ReadonlyMap<string, Stream>;
  private readonly notRead: readonly string[];

  constructor(redis: Redis, keys: BusKeys, group: string, streams: readonly Stream[]) {
    this.redis = redis;
    this.group = group;
    this.streams = new Map(streams.map((stream) => [keys.stream(stream), stream]));
    this.notRead = STREAMS.filter((stream) => !streams.includes(stream)).map((stream) => keys.stream(stream));
  }

  /**
   * Makes the groups where they are missing (reading from the oldest entry kept) and starts over with what is unacknowledged. A group on a
   * stream that is not read any more is removed: it would look like work that is never done.
   */
  async reset(): Promise<void> {
    this.held.length = 0;
    this.recovering = new Map([...this.streams.keys()].map((key) => [key, "0"]));
    for (const key of this.streams.keys()) await this.createGroup(key);
    for (const key of this.notRead) await this.removeGroup(key);
  }

  /** The next entries in global order; empty when none came within the wait. */
  async next(): Promise<Entry[]> {
    if (this.recovering.size > 0) return this.nextUnacknowledged();
    const woken = await this.read(BLOCK_MS);
    let horizon = this.hold(woken);
    // Before 7.2 Redis wakes a waiting reader with one stream only; what the same commit put between those entries is in another.
    if (this.streams.size > 1 && hasHole(woken)) horizon = Math.min(horizon, this.hold(await this.read(null)));
    return this.release(horizon);
  }

  /** Entries nobody of the group was given yet; waits for the first one, or (null) not at all. */
  private async read(blockMs: number | null): Promise<NonNullable<RawReply>> {
    const streams = [...this.streams.keys(), ...[...this.streams.keys()].map(() => ">")];
    const reply =
      blockMs === null
        ? await this.redis.xreadgroup("GROUP", this.group, "main", "COUNT", READ_COUNT, "STREAMS", ...streams)
        : await this.redis.xreadgroup("GROUP", this.group, "main", "COUNT", READ_COUNT, "BLOCK", blockMs, "STREAMS", ...streams);
    return (reply as RawReply) ?? [];
  }

  private async nextUnacknowledged(): Promise<Entry[]> {
    const keys = [...this.recovering.keys()];
    const reply = (await this.redis.xreadgroup(
      "GROUP",
      this.group,
      "main",
      "COUNT",
      READ_COUNT,
      "STREAMS",
      ...keys,
      ...keys.map((key) => this.recovering.get(key) as string),
    )) as RawReply;
    for (const key of keys) {
      const entries = reply?.find(([name]) => name === key)?.[1] ?? [];
      const last = entries.at(-1);
      if (last && entries.length === READ_COUNT) this.recovering.set(key, last[0]);
      else this.recovering.delete(key);
    }
    const merged = this.release(this.hold(reply ?? []));
    return this.recovering.size === 0 || merged.length > 0 ? merged : this.nextUnacknowledged();
  }

  /** Keeps what was read. Returns up to which number nothing can be missing: a stream that has more to give ends it. */
  private hold(reply: NonNullable<RawReply>): number {
    let horizon = Number.POSITIVE_INFINITY;
    for (const [key, entries] of reply) {
      for (const [id, fields] of entries) this.held.push(this.entry(key, id, fields));
      const last = entries.at(-1);
      if (last && entries.length === READ_COUNT) horizon = Math.min(horizon, sequenceOf(last[0]));
    }
    return horizon;
  }

  /** Gives out what is kept up to a number, in global order. */
  private release(horizon: number): Entry[] {
    this.held.sort((a, b) => sequenceOf(a.position.id) - sequenceOf(b.position.id));
    const ready = this.held.findIndex((entry) => sequenceOf(entry.position.id) > horizon);
    return this.held.splice(0, ready === -1 ? this.held.length : ready);
  }

  private entry(key: string, id: string, fields: string[] | null): Entry {
    const position = { stream: this.streams.get(key) as Stream, id };
    const field = (name: string): string => {
      const at = fields?.indexOf(name) ?? -1;
      return at === -1 ? "" : (fields?.[at + 1] ?? "");
    };
    return { position, type: field("type"), json: field("d") };
  }

  private async createGroup(key: string): Promise<void> {
    try {
      await this.redis.xgroup("CREATE", key, this.group, "0", "MKSTREAM");
    } catch (error) {
      if (!(error as Error).message.startsWith("BUSYGROUP")) throw error;
    }
  }

  private async removeGroup(key: string): Promise<void> {
    try {
      await this.redis.xgroup("DESTROY", key, this.group);
    } catch (error) {
      // A stream that nobody has written to yet has no groups.
      if (!(error as Error).message.includes("requires the key to exist")) throw error;
    }
  }
}

/** True when one stream alone was given and numbers between its entries belong to others. */
function hasHole(reply: NonNullable<RawReply>): boolean {
  if (reply.length !== 1) return false;
  const entries = reply[0]?.[1] ?? [];
  const first = entries[0]?.[0];
  const last = entries.at(-1)?.[0];
  return first !== undefined && last !== undefined && sequenceOf(last) - sequenceOf(first) + 1 > entries.length;
}

function sequenceOf(id: string): number {
  return Number(id.slice(0, id.indexOf("-")));
}
