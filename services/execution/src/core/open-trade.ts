import Big from "big.js";
import type { ActiveIntent, ExecutionState, OpenTrade } from "./state.ts";

/** Opens a trade on what an entry filled so far. Nothing protects it yet. */
export function openTrade(state: ExecutionState, { intent, filledQuantity }: ActiveIntent): OpenTrade {
  const sign = intent.side === "BUY" ? 1 : -1;
  const trade: OpenTrade = {
    tradeId: intent.tradeId,
    intentId: intent.intentId,
    symbol: intent.symbol,
    quantity: filledQuantity === "0" ? "0" : new Big(filledQuantity).times(sign).toFixed(),
    stopPrice: intent.stopPrice as string,
    takeProfitPrice: intent.takeProfitPrice,
    stopOrderId: null,
    takeProfitOrderId: null,
    nextStopOrderId: null,
    nextTakeProfitOrderId: null,
    refusedStop: null,
    refusedTakeProfit: null,
    unwindOrderId: null,
    ahead: filledQuantity === "0",
    placed: 0,
  };
  state.trades[trade.tradeId] = trade;
  return trade;
}
