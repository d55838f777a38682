import { advance, createExchange, type Exchange, instrumentFor, place, type SymbolBar } from "../packages/exchange/src/engine/index.ts";
import { type Bar, deriveId } from "../packages/types/src/index.ts";

/** Speed of the matching engine: bars a second with nothing resting, with 40 resting orders, and fills a second. */
const SYMBOLS = Array.from({ length: 40 }, (_, index) => `S${index}USDT`);
const STEP_MS = 300_000;
const ROUNDS = 5;

function open(): Exchange {
  return createExchange({ instruments: SYMBOLS.map((symbol) => instrumentFor(symbol, 100)), walletUsd: "100000000", seed: 1 });
}

/** A path that wanders around 100, the same for every run. */
function makeSteps(count: number): SymbolBar[][] {
  return Array.from({ length: count }, (_, i) =>
    SYMBOLS.map((symbol) => {
      const wave = (Number.parseInt(deriveId(symbol, i).slice(0, 4), 36) % 200) / 100;
      const bar: Bar = {
        openAt: i * STEP_MS,
        open: 100,
        high: 101 + wave,
        low: 99 - wave,
        close: 100,
        volume: 50_000,
        quoteVolume: 5e6,
        trades: 500,
        takerBuyVolume: 25_000,
      };
      return { symbol, bar };
    }),
  );
}

function play(exchange: Exchange, steps: readonly SymbolBar[][], between: (exchange: Exchange) => void = () => undefined): number {
  const start = performance.now();
  steps.forEach((bars, i) => {
    advance(exchange, { closeAt: (i + 1) * STEP_MS, bars });
    between(exchange);
  });
  return (performance.now() - start) / 1000;
}

function report(label: string, measure: () => number): void {
  const rates = Array.from({ length: ROUNDS }, measure).sort((a, b) => a - b);
  console.log(
    `${label.padEnd(52)} ${Math.round(rates[Math.floor(ROUNDS / 2)] ?? 0)
      .toLocaleString("en-GB")
      .padStart(12)}/s  (${ROUNDS} rounds, least ${Math.round(rates[0] ?? 0).toLocaleString("en-GB")})`,
  );
}

const steps = makeSteps(5_000);
report("bars, nothing resting", () => (steps.length * SYMBOLS.length) / play(open(), steps));
report("bars, 40 resting orders never reached", () => {
  const exchange = open();
  advance(exchange, { closeAt: 1, bars: (steps[0] ?? []).map(({ symbol, bar }) => ({ symbol, bar: { ...bar, openAt: 0 } })) });
  for (const symbol of SYMBOLS) place(exchange, { symbol, side: "BUY", type: "LIMIT", quantity: "1", price: "95.1" });
  return (steps.length * SYMBOLS.length) / play(exchange, steps);
});
report("bars, 40 resting orders reached by nearly every bar", () => {
  const exchange = open();
  const few = steps.slice(0, 250);
  const seconds = play(exchange, few, (now) => {
    for (const symbol of SYMBOLS)
      if (now.markets[symbol]?.openOrderIds.length === 0)
        place(now, {
          symbol,
          side: now.fills.length % 2 === 0 ? "BUY" : "SELL",
          type: "LIMIT",
          quantity: "1",
          price: now.fills.length % 2 === 0 ? "99.1" : "100.9",
        });
  });
  return (few.length * SYMBOLS.length) / seconds;
});
report("market orders filled", () => {
  const exchange = open();
  play(exchange, steps.slice(0, 1));
  const start = performance.now();
  for (let i = 0; i < 10_000; i++)
    place(exchange, { symbol: SYMBOLS[i % 40] as string, side: i % 80 < 40 ? "BUY" : "SELL", type: "MARKET", quantity: "1" });
  return exchange.fills.length / ((performance.now() - start) / 1000);
});
