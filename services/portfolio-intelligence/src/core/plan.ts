import { REASON_CODES, type ReasonCode } from "@quantum/types";

/** What is known of a trade's intentions: stop, leverage and why it is being left. */
export interface Plan {
  at: number;
  leverage: number;
  /** The first stop: the intent's, or the one that really rested first. */
  initialStop: string | null;
  /** Stops that rest or are about to, oldest first: id and price. While one is being moved there are two. */
  stops: [clientOrderId: string, triggerPrice: string][];
  stopSubmitted: boolean;
  /** Orders that fill for the trade -> the intent they carry out. */
  intents: Record<string, string>;
  exitCode: ReasonCode | null;
  /** Why its newest stop was refused, if it was: then execution closes it unasked. */
  refusedCode: ReasonCode | null;
}

/** A plan of which nothing is known yet. */
export function emptyPlan(at: number): Plan {
  return { at, leverage: 1, initialStop: null, stops: [], stopSubmitted: false, intents: {}, exitCode: null, refusedCode: null };
}

/** PI-06: the first stop that was submitted is the initial stop; later ones only move the current stop. */
export function stopSubmitted(plan: Plan, clientOrderId: string, triggerPrice: string): void {
  if (!plan.stopSubmitted) plan.initialStop = triggerPrice;
  plan.stopSubmitted = true;
  plan.refusedCode = null;
  stopGone(plan, clientOrderId);
  plan.stops.push([clientOrderId, triggerPrice]);
}

/** A stop that was cancelled or refused does not rest: the one before it does, if it still rests. */
export function stopGone(plan: Plan, clientOrderId: string): void {
  plan.stops = plan.stops.filter(([id]) => id !== clientOrderId);
}

/** PI-20: the stop that rests: the newest that was submitted and is not gone. Before any was, the intended one; null: none rests. */
export function restingStop(plan: Plan | undefined): string | null {
  if (plan === undefined) return null;
  return plan.stopSubmitted ? (plan.stops.at(-1)?.[1] ?? null) : plan.initialStop;
}

/** The reason code an exit's reason begins with ("EXIT_TIME: ..."); an exit without one was an operator's. */
export function exitCodeOfReason(reason: string): ReasonCode {
  const word = /^[A-Z_]+/.exec(reason)?.[0] ?? "";
  return Object.hasOwn(REASON_CODES, word) ? (word as ReasonCode) : "EXIT_OPERATOR";
}
