import { type Core, restoredState, UnusableStateError } from "@quantum/types";
import type { Redis } from "ioredis";
import type { BusKeys } from "../bus/index.ts";
import type { Pending } from "./effects.ts";
import { type ModeRecord, parseModeRecord } from "./mode-record.ts";

/** Everything a service left when it was last up. */
export interface Saved<S> {
  readonly commits: number;
  readonly state: S;
  readonly marketAt: number | null;
  /** Null before the first commit. */
  readonly mode: ModeRecord | null;
  /** Decided and not answered yet, in the order in which it was decided. */
  readonly outbox: readonly Pending[];
}

/**
 * Reads what a service left.
 * @throws UnusableStateError when something of it cannot be read or is of a newer version
 */
export async function readSaved<S>(redis: Redis, keys: BusKeys, core: Core<S>): Promise<Saved<S>> {
  const fields = await redis.hgetall(keys.state(core.name));
  const outbox = Object.values(await redis.hgetall(keys.outbox(core.name)));
  const readable = <T>(what: string, read: () => T): T => {
    try {
      return read();
    } catch (error) {
      throw new UnusableStateError(`the saved state of ${core.name} cannot be read: its ${what}: ${(error as Error).message}`);
    }
  };
  const pending = outbox.map((json) => readable("outbox", () => JSON.parse(json) as Pending));
  return {
    commits: Number(fields.commits ?? "0"),
    state: restoredState(core, { core: fields.core, version: fields.version }),
    marketAt: fields.marketAt ? Number(fields.marketAt) : null,
    mode: fields.mode ? readable("mode", () => parseModeRecord(fields.mode as string)) : null,
    outbox: pending.sort((a, b) => a.decidedAt - b.decidedAt || a.place - b.place),
  };
}
