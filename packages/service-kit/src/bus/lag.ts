import type { Stream } from "@quantum/types";
import type { Redis } from "ioredis";
import type { BusKeys } from "./keys.ts";

/** How far a group is behind on its streams, and whether entries were trimmed before it read them (they are lost to it). */
export interface Lag {
  readonly unread: number;
  readonly unacknowledged: number;
  readonly lost: readonly Stream[];
}

/** Measured in one round trip for all streams: every service asks once a second. */
export async function measureLag(redis: Redis, keys: BusKeys, group: string, streams: readonly Stream[]): Promise<Lag> {
  const asked = redis.pipeline();
  for (const stream of streams) asked.xinfo("GROUPS", keys.stream(stream)).xinfo("STREAM", keys.stream(stream));
  const answers = ((await asked.exec()) ?? []).map(([error, answer]) => {
    if (error) throw error;
    return answer as unknown[];
  });
  let unread = 0;
  let unacknowledged = 0;
  const lost: Stream[] = [];
  for (const [i, stream] of streams.entries()) {
    const mine = (answers[2 * i] as unknown[][]).find((flat) => flat[1] === group);
    if (!mine) continue;
    const [own, info] = [pairs(mine), pairs(answers[2 * i + 1] as unknown[])];
    const delivered = number(own.get("last-delivered-id"));
    unacknowledged += Number(own.get("pending") ?? 0);
    unread += Number(own.get("lag") ?? (number(info.get("last-generated-id")) > delivered ? 1 : 0));
    const trimmed = Number(info.get("entries-added") ?? 0) - Number(info.get("length") ?? 0);
    const read = own.get("entries-read");
    if (read !== null && read !== undefined && trimmed > Number(read)) lost.push(stream);
  }
  return { unread, unacknowledged, lost };
}

function pairs(flat: readonly unknown[]): Map<string, unknown> {
  const map = new Map<string, unknown>();
  for (let i = 0; i + 1 < flat.length; i += 2) map.set(String(flat[i]), flat[i + 1]);
  return map;
}

function number(id: unknown): number {
  return Number(String(id ?? "0-0").split("-")[0]);
}
