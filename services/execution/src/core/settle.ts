import type { EventData, ReasonCode } from "@quantum/types";
import Big from "big.js";
import { type Desk, say } from "./desk.ts";
import { openTrade } from "./open-trade.ts";
import { grows, guardsOf, protect, restingStop, tidy } from "./protection.ts";
import type { ActiveIntent, OpenTrade } from "./state.ts";

type Settlement = Pick<EventData<"order.settled">, "outcome" | "protected" | "code" | "reason">;

/** The last word on an intent. */
export function settle(desk: Desk, active: ActiveIntent, settlement: Settlement): void {
  const { intent, filledQuantity, filledCostUsd } = active;
  const { intentId, tradeId, symbol, purpose } = intent;
  delete desk.state.intents[intentId];
  const averagePrice = filledQuantity === "0" ? null : new Big(filledCostUsd).div(filledQuantity).round(12).toFixed();
  say(desk, "order.settled", { intentId, tradeId, symbol, purpose, filledQuantity, averagePrice, ...settlement }, active.cycle);
}

/** The last word on an intent that was never carried out. */
export function refuse(
  desk: Desk,
  active: ActiveIntent,
  refusal: { code: ReasonCode; reason: string },
  outcome: "REFUSED" | "RECORDED",
): void {
  settle(desk, active, { outcome, protected: false, ...refusal });
}

/** Nothing more is sent for an entry, an addition or an exit: without a fill that is its end, else its trade is brought under its stop first. */
export function carriedOut(desk: Desk, active: ActiveIntent): void {
  active.orderId = null;
  if (active.filledQuantity === "0") return unfilled(desk, active);
  const trade = desk.state.trades[active.intent.tradeId];
  if (active.intent.purpose === "EXIT" && (!trade || trade.quantity === "0")) return filled(desk, active);
  active.stage = "PROTECTING";
  const held = trade ?? openTrade(desk.state, active);
  protect(desk, held, active.cycle);
  advance(desk, held);
}

/** What the answers so far mean for the intents of a trade: those settle whose stop is where they want it. */
export function advance(desk: Desk, trade: Pick<OpenTrade, "tradeId">): void {
  for (const active of intentsOf(desk, trade.tradeId)) {
    if (active.stage === "PROTECTING") advanceProtecting(desk, active);
    else if (active.stage === "MOVING") advanceMoving(desk, active);
  }
}

/** The intents of a trade that have not settled, oldest first. */
export function intentsOf(desk: Desk, tradeId: string): ActiveIntent[] {
  return Object.values(desk.state.intents).filter(({ intent }) => intent.tradeId === tradeId);
}

function unfilled(desk: Desk, active: ActiveIntent): void {
  const { abandoned, lastEnd } = active;
  const why = abandoned ?? lastEnd;
  settle(desk, active, {
    outcome: "REJECTED",
    protected: false,
    code: why?.code ?? "NOT_FILLED",
    reason: why?.reason ?? "no step of its plan could be carried out",
  });
  const trade = desk.state.trades[active.intent.tradeId];
  if (trade) tidy(desk, trade);
}

function filled(desk: Desk, active: ActiveIntent): void {
  const complete = new Big(active.filledQuantity).gte(active.intent.quantity);
  settle(desk, active, {
    outcome: complete ? "FILLED" : "PARTIAL",
    protected: true,
    code: null,
    reason: complete ? "filled" : `filled in part${active.abandoned ? `: ${active.abandoned.reason}` : ""}`,
  });
  const trade = desk.state.trades[active.intent.tradeId];
  if (trade && grows(active)) tidy(desk, trade);
}

function advanceProtecting(desk: Desk, active: ActiveIntent): void {
  const trade = desk.state.trades[active.intent.tradeId];
  if (!trade) return filled(desk, active);
  const guards = guardsOf(desk.state, trade);
  if (guards.some(({ status }) => status === "SUBMITTED" || status === "UNRESOLVED")) return;
  if (trade.quantity === "0") return filled(desk, active);
  if (guards.some(({ status }) => status === "CANCELLING")) return;
  if (restingStop(desk.state, trade) && trade.unwindOrderId === null) filled(desk, active);
}

/** The stop goes first; once it rests where it is wanted, the take-profit follows. */
function advanceMoving(desk: Desk, active: ActiveIntent): void {
  const { stopPrice, takeProfitPrice } = active.intent;
  const trade = desk.state.trades[active.intent.tradeId];
  if (!trade || trade.quantity === "0")
    return settle(desk, active, { outcome: "REJECTED", protected: false, code: "NOT_FILLED", reason: "the trade ended meanwhile" });
  const stop = restingStop(desk.state, trade);
  if (!stop || stop.clientOrderId !== trade.stopOrderId || trade.nextStopOrderId !== null) return;
  const away = new Big(stop.triggerPrice ?? "0").minus(stopPrice as string).times(trade.quantity);
  if (away.lt(0)) return;
  if (trade.takeProfitPrice !== takeProfitPrice && active.step === 0) {
    active.step = 1;
    trade.takeProfitPrice = takeProfitPrice;
    protect(desk, trade, active.cycle);
  }
  if (guardsOf(desk.state, trade).some(({ status }) => status !== "OPEN")) return;
  settle(desk, active, { outcome: "PROTECTED", protected: true, code: null, reason: `the stop rests at ${stop.triggerPrice}` });
}
