import type { Signal } from "@quantum/types";
import type { Desk, Finding } from "./desk.ts";

/** TB-01: a signal is traded from the minimum confidence on. */
export function minimumConfidence(signal: Signal, { settings }: Pick<Desk, "settings">): Finding {
  const { minConfidence } = settings;
  const passed = signal.confidence >= minConfidence;
  const reason = `confidence ${signal.confidence} is ${passed ? "at or above" : "below"} ${minConfidence}`;
  return { rule: "TB-01", passed, observed: signal.confidence, limit: minConfidence, reason };
}
