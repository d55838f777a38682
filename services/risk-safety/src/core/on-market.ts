import { type Effect, type FleetEvent, INTERVAL_MS } from "@quantum/types";
import { releaseAhead } from "./addition-ahead.ts";
import { alertEffects } from "./alert.ts";
import { LIMITS, type SafetySettings } from "./limits.ts";
import type { SafetyState } from "./state.ts";

/** The exchange's list replaces the one before. */
export function onInstruments(state: SafetyState, input: FleetEvent<"instruments.listed">): Effect[] {
  state.instruments = Object.fromEntries(
    input.data.instruments.map(({ symbol, status, maxLeverage }) => [symbol, { trading: status === "TRADING", maxLeverage }]),
  );
  return [];
}

/** Quotes give the last price. */
export function onQuotes(state: SafetyState, input: FleetEvent<"quotes.observed">): Effect[] {
  for (const { symbol, markPrice } of input.data.quotes) state.prices[symbol] = { price: markPrice, at: input.at };
  return [];
}

/** Bars give the last price and the newest time; what is too old to matter is forgotten. */
export function onBars(state: SafetyState, input: FleetEvent<"bars.closed">, settings: SafetySettings): Effect[] {
  const { closeAt, bars, interval, opensCycle } = input.data;
  for (const { symbol, bar } of bars) state.prices[symbol] = { price: bar.close, at: closeAt };
  state.newestBarAt = Math.max(state.newestBarAt, closeAt);
  if (opensCycle) state.barMs = INTERVAL_MS[interval];
  releaseAhead(state, { before: closeAt });
  forget(state, closeAt, settings);
  return lateSettlements(state, input);
}

function forget(state: SafetyState, closeAt: number, settings: SafetySettings): void {
  const keepMs = Math.max(settings.messageWindowMs, state.barMs ?? 0);
  state.messages = state.messages.filter((message) => closeAt - message.at <= keepMs);
  for (const [id, at] of Object.entries(state.seenIntents)) if (closeAt - at > LIMITS.intentMemoryMs) delete state.seenIntents[id];
}

/** An order that was cleared long ago and never ended holds back room: a person should know. */
function lateSettlements(state: SafetyState, input: FleetEvent<"bars.closed">): Effect[] {
  const late = Object.values(state.reservations).filter(
    (entry) => !entry.told && input.data.closeAt - Math.max(entry.at, entry.workingUntil) > LIMITS.reservationAlertMs,
  );
  if (late.length === 0) return [];
  for (const entry of late) entry.told = true;
  return alertEffects({
    severity: "WARNING",
    code: "ORDER_NOT_SETTLED",
    message: `cleared and not settled for ${LIMITS.reservationAlertMs / 60_000} min: ${late.map((entry) => `${entry.symbol} ${entry.intentId}`).join(", ")}`,
    action: "Look at execution: an order of unknown fate keeps counting against the limits until it is settled.",
  });
}
