import { availableUsd, requiredMarginUsd } from "./account.ts";
import type { ExchangeEvent } from "./events.ts";
import { notionalCapUsd } from "./margin-tiers.ts";
import { type Outcome, refuse } from "./refusal.ts";
import type { Exchange } from "./state.ts";

/** Sets the leverage of a symbol; refused when less leverage would bind more margin than there is. */
export function setLeverage(exchange: Exchange, symbol: string, leverage: number): Outcome<ExchangeEvent[]> {
  const market = exchange.markets[symbol];
  if (!market) return refuse("BAD_SYMBOL");
  if (!(Number.isInteger(leverage) && leverage >= 1 && leverage <= market.instrument.maxLeverage)) {
    return refuse("BAD_LEVERAGE", `Leverage ${leverage} is not valid (1 to ${market.instrument.maxLeverage}).`);
  }
  const now = requiredMarginUsd(exchange, market);
  const capUsd = notionalCapUsd(market.instrument, leverage);
  if (capUsd !== null && now * market.leverage > capUsd) return refuse("POSITION_LIMIT");
  const more = (now * market.leverage) / leverage - now;
  if (more > 0 && more > availableUsd(exchange)) return refuse("MARGIN_NOT_SUFFICIENT");
  market.leverage = leverage;
  return { accepted: true, value: [{ kind: "leverage", at: exchange.marketAt, symbol, leverage }] };
}

/** This exchange has cross margin only: setting it again needs no change, isolated is refused. */
export function setMarginType(exchange: Exchange, symbol: string, marginType: string): Outcome<never> {
  if (!exchange.markets[symbol]) return refuse("BAD_SYMBOL");
  if (marginType === "CROSSED") return refuse("SAME_MARGIN_TYPE");
  return marginType === "ISOLATED"
    ? refuse("NO_ISOLATED")
    : refuse("BAD_PARAMETER", "Mandatory parameter 'marginType' must be CROSSED or ISOLATED.");
}
