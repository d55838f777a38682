import type { Signal } from "@quantum/types";
import type { Desk, Finding } from "./desk.ts";

/** TB-04: no more than so many positions, orders on their way included. */
export function maxPositions(_signal: Signal, { occupied, settings }: Pick<Desk, "occupied" | "settings">): Finding {
  const limit = settings.maxPositions;
  const reason = `${occupied.size} positions and orders are open, ${limit} allowed`;
  return { rule: "TB-04", passed: occupied.size < limit, observed: occupied.size, limit, reason };
}
