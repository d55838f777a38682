import type { Signal } from "@quantum/types";
import type { Desk, Finding } from "./desk.ts";
import type { OpenTrade } from "./state.ts";

/** TB-11: a trade ends when the ensemble is as sure of the other side as an entry would need. Only a binding signal can say so. */
export function oppositeSignal(trade: OpenTrade, signal: Signal | null, { settings }: Pick<Desk, "settings">): Finding | null {
  if (signal === null) return null;
  const opposite = signal.side !== "NONE" && signal.side !== trade.direction;
  const passed = !(opposite && signal.confidence >= settings.minConfidence);
  const reason = `the ensemble says ${signal.side} with confidence ${signal.confidence}, the trade is ${trade.direction}`;
  return { rule: "TB-11", passed, observed: signal.confidence, limit: settings.minConfidence, reason };
}
