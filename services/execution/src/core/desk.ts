import { type Effect, type EventData, type EventType, emit, type Input } from "@quantum/types";
import type { ExecutionLimits } from "./limits.ts";
import type { ExecutionState, TrackedOrder } from "./state.ts";

/** One decision in the making: the state, the input it answers, and the effects so far. */
export interface Desk {
  readonly state: ExecutionState;
  readonly input: Input;
  readonly limits: ExecutionLimits;
  readonly effects: Effect[];
}

export function say<T extends EventType>(desk: Desk, type: T, data: EventData<T>, cycle?: number | null): void {
  desk.effects.push(emit(type, data, cycle ?? undefined));
}

/** What identifies an order in the events about it. */
export function identity(order: TrackedOrder): { clientOrderId: string; tradeId: string; leg: TrackedOrder["leg"]; symbol: string } {
  return { clientOrderId: order.clientOrderId, tradeId: order.tradeId, leg: order.leg, symbol: order.symbol };
}

/** Tells a person. */
export function raise(desk: Desk, alert: Omit<EventData<"alert.raised">, "service">): void {
  say(desk, "alert.raised", { service: "execution", ...alert });
}
