/**
 * Speed of replay, each figure next to the bare limit in the same run: a loop over bars, indicators, the matching engine with indicators and one
 * strategy, and the whole desk at 1x, 2x and 4x the bars and the symbols. Processor time where ratios are taken, because wall time on a shared
 * machine mostly measures the neighbours.
 * Run: node bench/replay.ts [folder with bars, first day, last day]
 */
import { advance, createExchange, instrumentFor, type Market, place, type SymbolBar } from "@quantum/exchange/engine";
import { generateRandomWalk } from "@quantum/market";
import { loadMarket, type MarketChoice, replay } from "@quantum/replay";
import type { Bar } from "@quantum/types";
import { createSet, signalsSet, updateSet } from "./replay-indicators.ts";

const SYMBOLS = 40;
const BARS = 10_000;
const ROUNDS = 3;
const STEP_MS = 300_000;
const FROM = 1_700_000_100_000 - (1_700_000_100_000 % STEP_MS);

const names = Array.from({ length: SYMBOLS }, (_, i) => `S${i}USDT`);
const series = names.map((name) => generateRandomWalk({ seed: name, interval: "5m", fromAt: FROM, bars: BARS }));

/** Seconds of processor time of a piece of work; the best of a few rounds. */
function best(work: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1e6);
  }
  return least;
}

function line(name: string, bars: number, seconds: number, more = ""): void {
  const perBar = ((seconds * 1e9) / bars).toFixed(0);
  console.log(
    `${name.padEnd(58)} ${Math.round(bars / seconds)
      .toLocaleString("en")
      .padStart(13)} bars/s ${perBar.padStart(7)} ns/bar  ${more}`,
  );
}

let sink = 0;

function firstOpen(symbol: number): number {
  return barOf(symbol, 0).open;
}

function barOf(symbol: number, at: number): Bar {
  return (series[symbol] as Bar[])[at] as Bar;
}

function bareLoop(): void {
  for (const bars of series) for (const bar of bars) sink += bar.close;
}

function ownIndicators(): void {
  for (const bars of series) {
    const set = createSet();
    for (const bar of bars) sink += updateSet(set, bar) ?? 0;
  }
}

function npmIndicators(): void {
  for (const bars of series) {
    const update = signalsSet();
    for (const bar of bars) update(bar);
  }
}

/** Trades the crossing of two averages with market orders, all symbols in one account. */
function engineWithStrategy(): void {
  const instruments = names.map((name, i) => instrumentFor(name, firstOpen(i)));
  const exchange = createExchange({ instruments, walletUsd: "1000000", seed: 1, startAt: FROM });
  const sets = names.map(createSet);
  const sides = names.map(() => 0);
  for (let at = 0; at < BARS; at++) {
    const bars: SymbolBar[] = names.map((symbol, i) => ({ symbol, bar: barOf(i, at) }));
    advance(exchange, { closeAt: FROM + (at + 1) * STEP_MS, bars });
    bars.forEach(({ symbol, bar }, i) => {
      const lead = updateSet(sets[i] as ReturnType<typeof createSet>, bar);
      if (lead === null || Math.abs(lead) < bar.close * 0.002) return;
      const side = lead > 0 ? 1 : -1;
      if (sides[i] === side) return;
      const { step, quantityDecimals } = exchange.markets[symbol] as Market;
      const quantity = (Math.max(1, Math.round(((sides[i] === 0 ? 1 : 2) * 1_000) / bar.close / step)) * step).toFixed(quantityDecimals);
      if (place(exchange, { symbol, side: side > 0 ? "BUY" : "SELL", type: "MARKET", quantity }).accepted) sides[i] = side;
    });
  }
  sink += exchange.fills.length;
}

/** The whole desk over a market; processor seconds, wall seconds and what it did. */
async function desk(choice: MarketChoice) {
  const { tape } = await loadMarket(choice);
  const [before, startedAt] = [process.cpuUsage(), performance.now()];
  const outcome = await replay({ tape, seed: 1, walletUsd: "100000", interval: "5m", modules: [], without: [], moduleMode: null, env: {} });
  const { user, system } = process.cpuUsage(before);
  return {
    cycles: outcome.symbolCycles,
    cpu: (user + system) / 1e6,
    wall: (performance.now() - startedAt) / 1000,
    fills: outcome.ledger.fills.length,
  };
}

function deskLine(name: string, { cycles, cpu, wall, fills }: Awaited<ReturnType<typeof desk>>): void {
  const memory = (process.memoryUsage().rss / 1024 / 1024).toFixed(0);
  const rate = `${Math.round(cycles / wall)
    .toLocaleString("en")
    .padStart(9)} symbol-cycles/s`;
  const perCycle = `${((cpu * 1e6) / cycles).toFixed(0).padStart(4)} us of processor each`;
  console.log(
    `${name.padEnd(34)} ${rate} ${perCycle}  ${wall.toFixed(1).padStart(6)} s  ${cycles} symbol-cycles, ${fills} fills, ${memory} MB`,
  );
}

const total = SYMBOLS * BARS;
bareLoop();
line("bare loop over the bars", total, best(bareLoop));
const own = best(ownIndicators);
line("15 indicators, our own", total, own);
const npm = best(npmIndicators);
line("12 of them with trading-signals", total, npm, `${(npm / own).toFixed(1)}x our time for fewer`);
line("engine, 15 indicators, one strategy (goal 250,000)", total, best(engineWithStrategy));

const day = (symbols: number, to: string): MarketChoice => {
  const generated = { dataFolder: null, baseInterval: null, interval: "5m", seed: 1, generator: "regimes" } as const;
  return { ...generated, from: "2024-01-02", to, symbols: String(symbols) };
};
await desk(day(10, "2024-01-02"));
for (const days of [4, 8, 16])
  deskLine(`desk, 10 symbols, ${days} days`, await desk(day(10, `2024-01-${String(days + 1).padStart(2, "0")}`)));
for (const symbols of [5, 10, 20]) deskLine(`desk, ${symbols} symbols, 4 days`, await desk(day(symbols, "2024-01-05")));

const [folder, from, to] = process.argv.slice(2);
if (folder && from) {
  const market = {
    dataFolder: folder,
    from,
    to: to ?? from,
    symbols: "40",
    baseInterval: null,
    interval: "5m",
    seed: 1,
    generator: "regimes",
  } as const;
  deskLine(`desk, 40 symbols, ${from} to ${to ?? from}`, await desk(market));
  console.log(`largest resident size ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
}
if (!Number.isFinite(sink)) throw new Error("the sum is not finite");
