import { busKeys } from "@quantum/service-kit/bus";
import { STREAMS } from "@quantum/types";
import type { Redis } from "ioredis";
import * as z from "zod";
import type { SeenRow } from "../core/index.ts";

/** What the bus knows of one service. */
export interface SeenOnBus {
  readonly row: SeenRow | null;
  readonly unfinished: number | null;
  readonly position: string | null;
}

const rowSchema = z.object({
  at: z.number(),
  status: z.enum(["HEALTHY", "DEGRADED", "UNHEALTHY"]),
  mode: z.string(),
  lag: z.number().nullable(),
  lastEventAt: z.number().nullable(),
  reasons: z.array(z.string()),
  dependencies: z.record(z.string(), z.string()),
});

/** How a service says that it has not got its right to write yet, or gave it back because it cannot go on from what it saved. */
const NO_LEASE = ["waiting for the lease", "the saved state"];

/** Reads everybody's line in the fleet's hash, and everybody's place in the streams. */
export async function lookAtBus(redis: Redis, prefix: string): Promise<ReadonlyMap<string, SeenOnBus>> {
  const keys = busKeys(prefix);
  const pipeline = redis.pipeline().hgetall(keys.fleet);
  for (const stream of STREAMS) pipeline.xinfo("GROUPS", keys.stream(stream));
  const [rows, ...groups] = (await pipeline.exec()) ?? [];
  if (!rows || rows[0]) throw rows?.[0] ?? new Error("Redis did not answer");
  const places = placesOf(groups);
  const lines = rows[1] as Record<string, string>;
  const names = new Set([...Object.keys(lines), ...places.keys()]);
  return new Map(
    [...names].map((name) => [name, { row: rowOf(lines[name]), ...(places.get(name) ?? { unfinished: null, position: null }) }]),
  );
}

/** What of a service's saved state cannot be read; null when all can. */
export async function corruptOf(redis: Redis, prefix: string, service: string): Promise<"core" | "outbox" | null> {
  const keys = busKeys(prefix);
  const saved = await redis.hmget(keys.state(service), "core", "mode");
  if (saved.some((text) => text !== null && !isJson(text))) return "core";
  const outbox = await redis.hvals(keys.outbox(service));
  return outbox.every(isJson) ? null : "outbox";
}

/** True when a text is JSON. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** True when a service says that it could not load what it saved, or waits for its right to write. */
export function isNotActive(row: SeenRow | null): boolean {
  return row?.missing.includes("lease") ?? false;
}

function rowOf(json: string | undefined): SeenRow | null {
  const parsed = json !== undefined && isJson(json) ? rowSchema.safeParse(JSON.parse(json)) : null;
  if (!parsed?.success) return null;
  const { at, status, mode, lag, lastEventAt, reasons, dependencies } = parsed.data;
  const missing = Object.keys(dependencies).filter((name) => dependencies[name] !== "ok");
  if (reasons.some((reason) => NO_LEASE.some((words) => reason.startsWith(words)))) missing.push("lease");
  return { at: Math.trunc(at), status, mode, lag, lastEventAt, reasons, missing };
}

/** A stream that does not exist yet has no readers. */
function placesOf(replies: readonly [error: Error | null, result: unknown][]): Map<string, { unfinished: number; position: string }> {
  const places = new Map<string, { unfinished: number; position: string }>();
  for (const [error, result] of replies) {
    if (error) continue;
    for (const group of result as unknown[][]) {
      const field = (name: string): unknown => group[group.indexOf(name) + 1];
      const name = String(field("name"));
      const before = places.get(name) ?? { unfinished: 0, position: "" };
      const pending = Number(field("pending") ?? 0);
      places.set(name, {
        unfinished: before.unfinished + Number(field("lag") ?? 0) + pending,
        position: `${before.position} ${String(field("last-delivered-id"))}/${pending}`,
      });
    }
  }
  return places;
}
