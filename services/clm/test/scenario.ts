import { event } from "@quantum/test-kit";
import { type EventData, type FleetEvent, INTERVAL_MS, type Interval, MODEL_SLOTS, type Signal } from "@quantum/types";

/** Close of the first cycle of the scenarios. */
export const T0 = Date.UTC(2023, 6, 13, 0, 5);
/** The length of their bars. */
export const BAR_MS = INTERVAL_MS["5m"];

/** A signal with some votes: one probability per slot, null for an abstention. */
export function signal(
  symbol: string,
  probabilities: readonly (number | null)[] = [0.7, null, 0.6, null],
  changes: Partial<Signal> = {},
): Signal {
  return {
    symbol,
    side: "LONG",
    confidence: 0.3,
    probabilityUp: 0.65,
    agreementRatio: 1,
    atrRatio: 0.01,
    close: 100,
    votes: MODEL_SLOTS.map((slot, i) => ({
      slot,
      model: `m-${slot}`,
      version: "1",
      weight: 1,
      reason: "because",
      probabilityUp: probabilities[i] ?? null,
    })),
    features: { rsi: 0.1, adx: 22 },
    ...changes,
  };
}

/** What ai_engine said in the cycle that closed at `at`. */
export function signals(at: number, list: Signal[], horizonBars = 3): FleetEvent<"signals.generated"> {
  return event("signals.generated", { signals: list, horizonBars }, { cycle: at, source: "ai_engine" });
}

/** Closes of some symbols at `closeAt`. */
export function close(
  closeAt: number,
  closes: Readonly<Record<string, number>>,
  about: { opensCycle?: boolean; interval?: Interval } = {},
): FleetEvent<"bars.closed"> {
  const interval = about.interval ?? "5m";
  const bars = Object.entries(closes).map(([symbol, price]) => ({
    symbol,
    bar: {
      openAt: closeAt - INTERVAL_MS[interval],
      open: price,
      high: price,
      low: price,
      close: price,
      volume: 1,
      quoteVolume: price,
      trades: 1,
      takerBuyVolume: 0.5,
    },
  }));
  return event("bars.closed", { interval, closeAt, bars, missing: [], opensCycle: about.opensCycle ?? true }, { cycle: closeAt });
}

/** A trade that ended with this result. */
export function tradeClosed(netPnlUsd: string, rMultiple: number | null): FleetEvent<"trade.closed"> {
  const figures: EventData<"trade.closed"> = {
    tradeId: "t1",
    symbol: "BTCUSDT",
    direction: "LONG",
    quantity: "1",
    entryPrice: "100",
    exitPrice: "101",
    openedAt: T0,
    closedAt: T0 + BAR_MS,
    grossPnlUsd: netPnlUsd,
    feesUsd: "0",
    fundingUsd: "0",
    netPnlUsd,
    initialRiskUsd: 10,
    rMultiple,
    maxFavourableR: null,
    maxAdverseR: null,
    exitCode: "EXIT_TIME",
  };
  return event("trade.closed", figures);
}
