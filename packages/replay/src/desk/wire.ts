import { CATALOGUE, type FleetEvent } from "@quantum/types";
import type * as z from "zod";

/**
 * How what one core says reaches the others. "shared": as it is, which is fast, and right as long as nobody changes what he was told or has said.
 * "frozen": as it is, but whoever changes it throws. "copied": as the bus of the fleet brings it, through JSON and the schema of the catalogue, and
 * every state is saved and restored after each bar, as by a restart.
 */
export type Wire = "shared" | "frozen" | "copied";

/** An event as its readers get it. */
export function delivered(event: FleetEvent, wire: Wire): FleetEvent {
  if (wire === "shared") return event;
  if (wire === "frozen") return frozen(event);
  const schema = CATALOGUE.get(event.type)?.data as z.ZodType;
  return { ...event, data: schema.parse(throughJson(event.data)) } as FleetEvent;
}

/** What a row or an answer becomes on its way. */
export function kept<T>(value: T, wire: Wire): T {
  return wire === "shared" ? value : wire === "frozen" ? frozen(value) : throughJson(value);
}

/** A value as it comes back after it was saved. */
export function throughJson<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T);
}

function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) frozen(inner);
  return value;
}
