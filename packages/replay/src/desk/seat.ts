import type { CallHandler } from "@quantum/service-kit/definition";
import type { Core, Mode } from "@quantum/types";

/** One service at the desk: its core, what it knows, and what its calls do. */
export interface Seat<S = unknown> {
  readonly core: Core<S>;
  readonly mode: Mode;
  /** The outside as far as this service asks it; a call without a handler is answered as in the fleet: NO_HANDLER. */
  readonly calls: Readonly<Record<string, CallHandler>>;
  /** What decides how it behaves, as read from its environment. For the record. */
  readonly settings: unknown;
  state: S;
}

/** Takes a seat with a fresh state. */
export function seatOf<S>(parts: Omit<Seat<S>, "state" | "calls"> & { readonly calls?: Seat["calls"] }): Seat {
  return { calls: {}, ...parts, state: parts.core.initial() } as unknown as Seat;
}
