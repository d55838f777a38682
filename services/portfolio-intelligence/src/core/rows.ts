import type { Effect, EventData } from "@quantum/types";
import { excursionsInR } from "./excursions.ts";
import { exitCode } from "./exit-code.ts";
import { initialRiskUsd, rMultiple } from "./initial-risk.ts";
import type { PortfolioState } from "./state.ts";
import { entryPriceOf, exitPriceOf, netPnlUsd, type Trade } from "./trade.ts";

/** What is said of a trade when it is flat. */
export function closedTrade(state: Readonly<PortfolioState>, trade: Trade): EventData<"trade.closed"> {
  const plan = state.plans[trade.tradeId];
  const risk = initialRiskUsd(trade, plan?.initialStop ?? null);
  const excursions = excursionsInR(trade, state.watches[trade.tradeId], risk);
  return {
    tradeId: trade.tradeId,
    symbol: trade.symbol,
    direction: trade.direction,
    quantity: trade.peakQuantity,
    entryPrice: entryPriceOf(trade),
    exitPrice: exitPriceOf(trade) ?? entryPriceOf(trade),
    openedAt: trade.openedAt,
    closedAt: trade.closedAt ?? trade.openedAt,
    grossPnlUsd: trade.grossPnlUsd,
    feesUsd: trade.feesUsd,
    fundingUsd: trade.fundingUsd,
    netPnlUsd: netPnlUsd(trade),
    initialRiskUsd: risk,
    rMultiple: rMultiple(trade, "0", risk),
    maxFavourableR: excursions.favourable,
    maxAdverseR: excursions.adverse,
    exitCode: exitCode(trade, plan),
  };
}

/** The row of a trade. VOID: an order of fills that turned out otherwise; the fills are in other trades. */
export function tradeRow(state: Readonly<PortfolioState>, trade: Trade, at: number, status: "OPEN" | "CLOSED" | "VOID"): Effect {
  const story = closedTrade(state, trade);
  const row = {
    at,
    symbol: trade.symbol,
    direction: trade.direction,
    status,
    quantity: trade.peakQuantity,
    entry_price: story.entryPrice,
    exit_price: exitPriceOf(trade),
    stop_price: state.plans[trade.tradeId]?.initialStop ?? null,
    opened_at: trade.openedAt,
    closed_at: trade.closedAt,
    gross_pnl_usd: story.grossPnlUsd,
    fees_usd: story.feesUsd,
    funding_usd: story.fundingUsd,
    net_pnl_usd: story.netPnlUsd,
    initial_risk_usd: story.initialRiskUsd,
    r_multiple: status === "CLOSED" ? story.rMultiple : null,
    max_favourable_r: story.maxFavourableR,
    max_adverse_r: story.maxAdverseR,
    exit_code: status === "CLOSED" ? story.exitCode : null,
  };
  return { kind: "store", table: "trades", key: trade.tradeId, row };
}

/** The row of one valuation. */
export function equityRow(cycleAt: number, valued: EventData<"portfolio.valued">): Effect {
  const row = {
    at: cycleAt,
    wallet_usd: valued.walletUsd,
    unrealised_pnl_usd: valued.unrealisedPnlUsd,
    equity_usd: valued.equityUsd,
    peak_equity_usd: valued.peakEquityUsd,
    drawdown_ratio: valued.drawdownRatio,
    open_positions: valued.positions.length,
    exposure: valued.exposure,
  };
  return { kind: "store", table: "equity", key: String(cycleAt), row };
}
