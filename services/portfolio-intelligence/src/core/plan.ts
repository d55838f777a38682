import { REASON_CODES, type ReasonCode } from "@quantum/types";

/** What is known of a trade's intentions: stop, leverage and why it is being left. */
export interface Plan {
  at: number;
  leverage: number;
  /** The first stop: the intent's, or the one that really rested first. */
  initialStop: string | null;
  /** The stop that rests now. */
  stop: string | null;
  stopSubmitted: boolean;
  exitCode: ReasonCode | null;
}

/** A plan of which nothing is known yet. */
export function emptyPlan(at: number): Plan {
  return { at, leverage: 1, initialStop: null, stop: null, stopSubmitted: false, exitCode: null };
}

/** PI-06: the first stop that was submitted is the initial stop; later ones only move the current stop. */
export function stopSubmitted(plan: Plan, triggerPrice: string): void {
  if (!plan.stopSubmitted) plan.initialStop = triggerPrice;
  plan.stopSubmitted = true;
  plan.stop = triggerPrice;
}

/** The reason code an exit's reason begins with ("EXIT_TIME: ..."); an exit without one was an operator's. */
export function exitCodeOfReason(reason: string): ReasonCode {
  const word = /^[A-Z_]+/.exec(reason)?.[0] ?? "";
  return Object.hasOwn(REASON_CODES, word) ? (word as ReasonCode) : "EXIT_OPERATOR";
}
