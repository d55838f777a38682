import { hearWord } from "@quantum/roster";
import { type FleetEvent, INTERVAL_MS, type Interval } from "@quantum/types";
import { lookUp, type OpenTrade, type PalState } from "./state.ts";
import { addBar } from "./trend.ts";

/** Open trades, and what is in doubt about them. */
export function onPortfolio(state: PalState, { cycle, data }: FleetEvent<"portfolio.valued">): void {
  const trades = data.positions.map((position): OpenTrade => {
    const { tradeId, symbol, direction, quantity, entryPrice, markPrice, stopPrice, initialRiskUsd, rMultiple, ageBars } = position;
    const size = { quantity, initialQuantity: position.initialQuantity ?? null };
    return { tradeId, symbol, direction, ...size, entryPrice, markPrice, stopPrice, initialRiskUsd, rMultiple, ageBars };
  });
  const symbols = data.differences.map(({ symbol }) => symbol);
  const doubted = symbols.includes(null) ? null : symbols.filter((symbol) => symbol !== null);
  hearWord(state.wait, "portfolio", { cycle, word: { trades, doubted } });
}

/** What pil calls them. */
export function onClasses(state: PalState, input: FleetEvent<"positions.classified">): void {
  const word = input.data.positions.map(({ tradeId, class: name, rMultiple, momentumR }) => ({
    tradeId,
    class: name,
    rMultiple,
    momentumR,
  }));
  hearWord(state.wait, "classes", { cycle: input.cycle, word });
}

/** What msc_ai calls the markets. */
export function onRegimes(state: PalState, { cycle, data }: FleetEvent<"regime.classified">): void {
  const word = Object.fromEntries(data.symbols.map((regime) => [regime.symbol, { state: regime.state, sinceBars: regime.sinceBars }]));
  hearWord(state.wait, "regimes", { cycle, word });
}

/** Contracts of the exchange. */
export function onInstruments(state: PalState, { data }: FleetEvent<"instruments.listed">): void {
  for (const { symbol, tickSize, stepSize, minQuantity, maxQuantity, minNotionalUsd, takerFeeRatio, status } of data.instruments) {
    const usable = status === "TRADING" && Number(stepSize) > 0 && Number(tickSize) > 0;
    if (usable) state.contracts[symbol] = { tickSize, stepSize, minQuantity, maxQuantity, minNotionalUsd, takerFeeRatio };
    else delete state.contracts[symbol];
  }
}

/** History, so that trends are known from the first cycle on. */
export function onHistory(state: PalState, { data }: FleetEvent<"bars.backfilled">): void {
  state.interval ??= data.interval;
  if (state.interval !== data.interval) return;
  for (const bar of data.bars) state.trends[data.symbol] = addBar(lookUp(state.trends, data.symbol), bar, INTERVAL_MS[data.interval]);
}

/** The bars of a cycle. Trends of another bar length are of no use. */
export function addBars(state: PalState, { interval, bars }: FleetEvent<"bars.closed">["data"]): void {
  adopt(state, interval);
  for (const { symbol, bar } of bars) state.trends[symbol] = addBar(lookUp(state.trends, symbol), bar, INTERVAL_MS[interval]);
}

function adopt(state: PalState, interval: Interval): void {
  if (state.interval !== null && state.interval !== interval) state.trends = {};
  state.interval = interval;
}
