import type { Stream } from "@quantum/types";
import type { Redis } from "ioredis";
import { LAG_SCRIPT } from "./commit-script.ts";
import type { BusKeys } from "./keys.ts";

/** How far a group is behind on its streams, and whether entries were trimmed before it read them (they are lost to it). */
export interface Lag {
  readonly unread: number;
  readonly unacknowledged: number;
  readonly lost: readonly Stream[];
}

/** What the script tells of one stream: XINFO GROUPS of the group, then what the stream holds and ever held. Null: no such group. */
type Told = readonly [own: readonly unknown[], length: number, added: number, lastId: string] | null;

const NOTHING: Lag = { unread: 0, unacknowledged: 0, lost: [] };

/**
 * Measures how far a group is behind. Every service asks once a second, and nearly always nothing was written meanwhile: entries come only with a
 * new number of the global sequence, so a group that had done everything at this number still has.
 */
export class LagWatch {
  private readonly redis: Redis;
  private readonly keys: BusKeys;
  private readonly group: string;
  private readonly streams: readonly Stream[];
  /** The sequence's number, read before, at which everything was done; undefined when there was something left. */
  private doneAt: string | null | undefined = undefined;

  constructor(redis: Redis, keys: BusKeys, group: string, streams: readonly Stream[]) {
    this.redis = redis;
    this.keys = keys;
    this.group = group;
    this.streams = streams;
    // What comes back after it was away can be an older picture, with the same number.
    redis.on("close", () => {
      this.doneAt = undefined;
    });
  }

  async measure(): Promise<Lag> {
    if (this.streams.length === 0) return NOTHING;
    const sequence = await this.redis.get(this.keys.sequence);
    if (this.doneAt !== undefined && sequence === this.doneAt) return NOTHING;
    this.doneAt = undefined;
    const told = await this.ask();
    const lag = this.lagOf(told);
    // A group that is not there yet will read from the oldest entry kept.
    if (!told.includes(null) && lag.unread === 0 && lag.unacknowledged === 0 && lag.lost.length === 0) this.doneAt = sequence;
    return lag;
  }

  /** One round trip for all streams, and only figures come back: XINFO itself answers with whole entries and with the groups of everybody. */
  private async ask(): Promise<Told[]> {
    const keys = this.streams.map((stream) => this.keys.stream(stream));
    return (await this.redis.eval(LAG_SCRIPT, keys.length, ...keys, this.group)) as Told[];
  }

  private lagOf(told: readonly Told[]): Lag {
    const lag = { unread: 0, unacknowledged: 0, lost: [] as Stream[] };
    for (const [i, stream] of this.streams.entries()) {
      const mine = told[i];
      if (!mine) continue;
      const [flat, length, added, lastId] = mine;
      const own = pairs(flat);
      lag.unacknowledged += Number(own.get("pending") ?? 0);
      lag.unread += Number(own.get("lag") ?? (number(lastId) > number(own.get("last-delivered-id")) ? 1 : 0));
      const read = own.get("entries-read");
      if (read !== null && read !== undefined && added - length > Number(read)) lag.lost.push(stream);
    }
    return lag;
  }
}

function pairs(flat: readonly unknown[]): Map<string, unknown> {
  const map = new Map<string, unknown>();
  for (let i = 0; i + 1 < flat.length; i += 2) map.set(String(flat[i]), flat[i + 1]);
  return map;
}

function number(id: unknown): number {
  return Number(String(id ?? "0-0").split("-")[0]);
}
