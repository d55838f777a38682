import { createHash } from "node:crypto";
import { Tape } from "@quantum/exchange-simulator/venue";
import { generateRandomWalk } from "@quantum/market";
import { fingerprint } from "@quantum/report";
import type { Bar, FleetEvent } from "@quantum/types";
import { loadMarket, type MarketChoice, type ReplayOutcome, type ReplayRequest, replay } from "../src/index.ts";

/** A generated day of four symbols. */
export const SMALL: MarketChoice = {
  dataFolder: null,
  from: "2024-01-02",
  to: "2024-01-02",
  symbols: "4",
  baseInterval: null,
  interval: "5m",
  seed: 7,
  generator: "regimes",
};

/** The core desk as the fleet starts it, with nothing changed by an environment. */
export const DESK = { interval: "5m", modules: [], without: [], moduleMode: null, env: {}, seed: 7, walletUsd: "10000" } as const;

/** The tape of a generated market. */
export async function smallTape(choice: Partial<MarketChoice> = {}): Promise<Tape> {
  return (await loadMarket({ ...SMALL, ...choice })).tape;
}

/** A replay and everything that was said in it. */
export interface Heard extends ReplayOutcome {
  readonly events: readonly string[];
  readonly hash: string;
  readonly fingerprint: string;
}

/** Replays a tape and keeps every event as text. */
export async function heard(tape: Tape, request: Partial<ReplayRequest> = {}): Promise<Heard> {
  const events: string[] = [];
  const onEvent = (event: FleetEvent) => void events.push(JSON.stringify(event));
  const outcome = await replay({ ...DESK, ...request, tape, onEvent });
  const hash = createHash("sha256").update(events.join("\n")).digest("hex");
  return { ...outcome, events, hash, fingerprint: fingerprint(outcome.ledger.orders, outcome.ledger.fills) };
}

/** The tape without anything after a moment; it ends there. */
export function cutAt({ content, stepMs }: Tape, at: number): Tape {
  return new Tape({
    ...content,
    endAt: at,
    series: eachSeries(content.series, (bars) => bars.filter(({ openAt }) => openAt + stepMs <= at)),
  });
}

/** The tape with another future after a moment: a wild random walk from the last price, and other funding rates. */
export function noiseAfter(tape: Tape, at: number): Tape {
  const { content, stepMs } = tape;
  const series = eachSeries(content.series, (bars, symbol) => {
    const known = bars.filter(({ openAt }) => openAt + stepMs <= at);
    const startPrice = (known.at(-1) as Bar).close;
    const noise = generateRandomWalk({
      seed: `noise ${symbol}`,
      interval: content.interval,
      fromAt: at,
      bars: bars.length - known.length,
      startPrice,
      volatilityPerDay: 0.3,
    });
    return [...known, ...noise];
  });
  const funding = Object.fromEntries(
    Object.entries(content.funding).map(([symbol, rates]) => [
      symbol,
      rates.map((rate) => (rate.paidAt > at ? { ...rate, ratio: -rate.ratio * 5 } : rate)),
    ]),
  );
  return new Tape({ ...content, series, funding });
}

function eachSeries(series: Tape["content"]["series"], change: (bars: readonly Bar[], symbol: string) => Bar[]): Record<string, Bar[]> {
  return Object.fromEntries(Object.entries(series).map(([symbol, bars]) => [symbol, change(bars, symbol)]));
}
