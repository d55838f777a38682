import { type Effect, emit, type FleetEvent, type Intent } from "@quantum/types";
import { judgeBoth, releaseAhead } from "./addition-ahead.ts";
import { alertEffects } from "./alert.ts";
import { beginTrade } from "./cleared-trades.ts";
import { orderPrice } from "./exposure.ts";
import { type Judgement, judge } from "./judge.ts";
import type { SafetySettings } from "./limits.ts";
import { enlarges } from "./rule.ts";
import type { SafetyState } from "./state.ts";

/** Every order gets one answer: cleared and reserved, or refused. */
export function onRequest(state: SafetyState, input: FleetEvent<"order.requested">, settings: SafetySettings): Effect[] {
  const { intent, binding } = input.data;
  const cycle = input.cycle ?? null;
  releaseAhead(state, { intentId: intent.intentId });
  const order = { intent, at: input.at, cycle, state, settings };
  const judgement = judgeBoth(order, judge(order));
  const effects = [answer(input, judgement), row(input, judgement)];
  if (judgement.code !== "DUPLICATE") state.seenIntents[intent.intentId] = input.at;
  if (judgement.code === null && binding) {
    state.messages.push({ at: input.at, cycle });
    reserve(state, intent, input.at);
    if (intent.addition) reserveAhead(state, intent.addition, input.at);
  }
  return [...effects, ...brokenAlert(input, judgement)];
}

function answer(input: FleetEvent<"order.requested">, { code, verdicts }: Judgement): Effect {
  const { intent, binding } = input.data;
  return code === null ? emit("order.cleared", { intent, binding, verdicts }) : emit("order.refused", { intent, code, verdicts });
}

/** One row per intent; a repeat gets its own, so that it never hides the first. */
function row(input: FleetEvent<"order.requested">, { code, verdicts }: Judgement): Effect {
  const { intent, binding } = input.data;
  const key = code === "DUPLICATE" ? `${intent.intentId}:${input.id}` : intent.intentId;
  const { tradeId, symbol, purpose } = intent;
  const facts = { at: input.at, cycle: input.cycle ?? null, trade_id: tradeId, symbol, purpose, cleared: code === null, binding, code };
  return { kind: "store", table: "clearances", key, row: { ...facts, intent, verdicts } };
}

function reserve(state: SafetyState, intent: Intent, at: number): void {
  const { intentId, tradeId, purpose, symbol, side, quantity, stopPrice } = intent;
  const price = enlarges(intent) ? orderPrice(intent, state).toFixed() : intent.referencePrice;
  const order = { intentId, tradeId, purpose, symbol, side, price, stopPrice };
  state.reservations[intentId] = { ...order, remaining: quantity, filled: "0", at, workingUntil: 0, told: false };
  if (purpose === "ENTRY") beginTrade(state, intent);
}

function reserveAhead(state: SafetyState, addition: Intent, at: number): void {
  reserve(state, addition, at);
  const kept = state.reservations[addition.intentId];
  if (kept) kept.ahead = true;
}

function brokenAlert(input: FleetEvent<"order.requested">, { code, broken }: Judgement): Effect[] {
  if (broken.length === 0 || code === "EQUITY_UNKNOWN" || code === "STALE_DATA" || code === "UNKNOWN_SYMBOL") return [];
  return alertEffects({
    severity: "WARNING",
    code: "RULE_BROKEN",
    message: `order ${input.data.intent.intentId} (${input.data.intent.symbol}) was refused because ${broken.join(", ")} could not be checked`,
    action: "Look at the verdicts in table clearances: a figure of the order or of the account is not a number.",
  });
}
