/**
 * Nanoseconds of processor time per bar of 15 incremental indicators, next to a bare loop over the same bars, interleaved in
 * one process. Processor time, because wall time on a shared machine mostly measures the neighbours.
 * Run: node bench/indicators.ts [bars]
 */
import {
  createAdx,
  createAtr,
  createBollinger,
  createDonchian,
  createEma,
  createMacd,
  createObv,
  createRealisedVolatility,
  createRoc,
  createRsi,
  createSma,
  createVwap,
  generateRandomWalk,
  updateAdx,
  updateAtr,
  updateBollinger,
  updateDonchian,
  updateEma,
  updateMacd,
  updateObv,
  updateRealisedVolatility,
  updateRoc,
  updateRsi,
  updateSma,
  updateVwap,
} from "../packages/market/src/index.ts";

const BARS = Number(process.argv[2] ?? 200_000);
const ROUNDS = 7;
const bars = generateRandomWalk({ seed: "bench", interval: "1m", fromAt: 1_700_000_040_000, bars: BARS });

/** The set measured in the research: EMA x3, MACD, RSI, ATR, ADX with DI, Bollinger, volatility, SMA, Donchian, OBV, VWAP, ROC. */
function indicators(): number {
  const [ema12, ema26, ema50] = [createEma(12), createEma(26), createEma(50)];
  const [macd, rsi, atr, adx] = [createMacd(), createRsi(14), createAtr(14), createAdx(14)];
  const [bollinger, volatility, sma, donchian] = [createBollinger(20, 2), createRealisedVolatility(30), createSma(200), createDonchian(20)];
  const [obv, vwap, roc] = [createObv(), createVwap(20), createRoc(10)];
  let sum = 0;
  for (const bar of bars) {
    const { close } = bar;
    sum += updateEma(ema12, close) ?? 0;
    sum += updateEma(ema26, close) ?? 0;
    sum += updateEma(ema50, close) ?? 0;
    sum += updateMacd(macd, close) ?? 0;
    sum += updateRsi(rsi, close) ?? 0;
    sum += updateAtr(atr, bar) ?? 0;
    sum += updateAdx(adx, bar) ?? 0;
    sum += updateBollinger(bollinger, close) ?? 0;
    sum += updateRealisedVolatility(volatility, close) ?? 0;
    sum += updateSma(sma, close) ?? 0;
    sum += updateDonchian(donchian, bar) ?? 0;
    sum += updateObv(obv, bar);
    sum += updateVwap(vwap, bar) ?? 0;
    sum += updateRoc(roc, close) ?? 0;
  }
  return sum;
}

function bareLoop(): number {
  let sum = 0;
  for (const bar of bars) sum += bar.close;
  return sum;
}

/** The bare limit: the same closes in a typed array. */
const closes = Float64Array.from(bars, (bar) => bar.close);
function bareArray(): number {
  let sum = 0;
  for (let i = 0; i < closes.length; i++) sum += closes[i] as number;
  return sum;
}

function nsPerBar(work: () => number): number {
  const before = process.cpuUsage();
  if (!Number.isFinite(work())) throw new Error("the sum is not finite");
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / BARS;
}

const timings: Record<string, number[]> = { "15 indicators": [], "bare loop over bars": [], "bare loop over Float64Array": [] };
for (let round = 0; round < ROUNDS; round++) {
  timings["15 indicators"]?.push(nsPerBar(indicators));
  timings["bare loop over bars"]?.push(nsPerBar(bareLoop));
  timings["bare loop over Float64Array"]?.push(nsPerBar(bareArray));
}
for (const [name, values] of Object.entries(timings)) {
  const sorted = values.toSorted((a, b) => a - b);
  console.log(
    `${name.padEnd(30)} median ${sorted[ROUNDS >> 1]?.toFixed(1)} ns/bar, best ${sorted[0]?.toFixed(1)} (${BARS} bars, ${ROUNDS} rounds)`,
  );
}
