import { INTERVAL_MS, type Interval } from "@quantum/types";
import { nextNormal, nextStudentT } from "../random/distributions.ts";
import { createRandom, nextUniform, type Random, splitRandom } from "../random/random.ts";
import { generateFunding } from "./generate-funding.ts";
import { type GeneratedMarket, type MarketOptions, stretchesOf } from "./generate-market.ts";
import { BARS_PER_HOUR, JUMP_DEVIATIONS, LABELLED_SHAPES, LEAST_STAY_BARS } from "./labelled-shapes.ts";
import { clampMove, jumps, TAIL_DEGREES } from "./market-factor.ts";
import { drawRegime, REGIME_SHAPES, type Regime } from "./regimes.ts";
import { roundToTick, shapeBar, tickFor } from "./shape-bar.ts";
import { defaultSymbols, profileOf, type SymbolProfile } from "./symbol-profile.ts";

/** Share of the variance of a shock that all symbols have in common. */
const COMMON_SHARE = 0.5;
/** Volatility also clusters within a state, mildly: a slow walk of its logarithm around 0. */
const CLUSTER_MEMORY = 0.9;
const CLUSTER_DEVIATION = 0.1;
/** An ordinary day of a symbol: standard deviation of its log return. */
const ORDINARY_VOLATILITY_PER_DAY = 0.025;

/** Ordinary deviations the trends may add up to: about a doubling or halving of the price. Without a bound two months can end at a hundredth. */
const FAR_DEVIATIONS = 400;
const OPPOSITES: Partial<Record<Regime, Regime>> = {
  BULL_STRONG: "BEAR_STRONG",
  BULL_WEAK: "BEAR_WEAK",
  BEAR_STRONG: "BULL_STRONG",
  BEAR_WEAK: "BULL_WEAK",
};

/** One bar of what the symbols share. */
interface SharedBar {
  readonly regime: Regime;
  readonly shock: number;
  readonly cluster: number;
}

/** The noise of a symbol inside a state, from which the next bar follows. */
interface Walk {
  regime: Regime | null;
  /** Distance from the middle of the range, log. */
  distance: number;
  noise: number;
}

/**
 * A market whose states can be told, to score a classifier with: all symbols go through the same labelled states, each on its own
 * path, with fat tails, clusters of volatility and jumps. Same promises as `generateMarket`: seeded, and more bars or symbols change none of the others.
 */
export function generateLabelledMarket(options: Omit<MarketOptions, "mode">): GeneratedMarket {
  const { seed, interval, fromAt, bars } = options;
  if (fromAt % INTERVAL_MS[interval] !== 0) throw new RangeError(`generated bars must begin on the ${interval} grid, got ${fromAt}`);
  if (!Number.isInteger(bars) || bars < 1) throw new RangeError(`at least one bar must be generated, got ${bars}`);
  const symbols = typeof options.symbols === "number" ? defaultSymbols(options.symbols) : options.symbols;
  const root = createRandom(`labelled ${seed}`);
  const shared = generateShared(root, bars);
  const series = Object.fromEntries(
    symbols.map((symbol) => [symbol, generateLabelledSymbol(root, profileOf(symbol), { shared, interval, fromAt })]),
  );
  const funding = Object.fromEntries(
    symbols.map((symbol) => [symbol, generateFunding(root, symbol, { bars: series[symbol] ?? [], interval })]),
  );
  const description = `generated market (labelled), seed ${seed}`;
  return { generated: true, description, interval, series, funding, regimes: stretchesOf(shared, { fromAt, interval }) };
}

function generateShared(root: Random, bars: number): SharedBar[] {
  const [states, shocks] = [splitRandom(root, "states"), splitRandom(root, "shocks")];
  let regime = drawRegime(states);
  let [stayed, cluster, trended] = [0, 0, 0];
  return Array.from({ length: bars }, () => {
    const leaves = nextUniform(states) < 1 / (REGIME_SHAPES[regime].meanHours * BARS_PER_HOUR);
    if (leaves && stayed >= LEAST_STAY_BARS) [regime, stayed] = [drawNext(states, regime, trended), 0];
    stayed++;
    trended += LABELLED_SHAPES[regime].drift * LABELLED_SHAPES[regime].volatility;
    cluster = CLUSTER_MEMORY * cluster + CLUSTER_DEVIATION * Math.sqrt(1 - CLUSTER_MEMORY ** 2) * nextNormal(shocks);
    return { regime, shock: nextStudentT(shocks, TAIL_DEGREES), cluster };
  });
}

/** Another state; one that would carry prices still further from where they began than `FAR_DEVIATIONS` becomes its opposite. */
function drawNext(states: Random, regime: Regime, trended: number): Regime {
  const drawn = drawRegime(states, regime);
  const opposite = OPPOSITES[drawn];
  return opposite !== undefined && opposite !== regime && trended * LABELLED_SHAPES[drawn].drift > 0 && Math.abs(trended) > FAR_DEVIATIONS
    ? opposite
    : drawn;
}

function generateLabelledSymbol(
  root: Random,
  { symbol, startPrice, turnoverPerDayUsd, marketBeta }: SymbolProfile,
  { shared, interval, fromAt }: { shared: readonly SharedBar[]; interval: Interval; fromAt: number },
) {
  const [random, inside] = [splitRandom(root, `symbol ${symbol}`), splitRandom(root, `inside ${symbol}`)];
  const dayShare = INTERVAL_MS[interval] / INTERVAL_MS["1d"];
  const ordinary = ORDINARY_VOLATILITY_PER_DAY * marketBeta * Math.sqrt(dayShare);
  const tickSize = tickFor(startPrice);
  const walk: Walk = { regime: null, distance: 0, noise: 0 };
  let open = roundToTick(startPrice, tickSize);
  return shared.map((bar, i) => {
    const volatility = ordinary * LABELLED_SHAPES[bar.regime].volatility * Math.exp(bar.cluster);
    const move = stepWalk(walk, bar, { random, ordinary, volatility });
    const close = Math.max(tickSize, roundToTick(open * Math.exp(move), tickSize));
    const turnoverUsd = turnoverPerDayUsd * dayShare * Math.sqrt(volatility / ordinary) * Math.exp(0.3 * nextNormal(random) - 0.045);
    const openAt = fromAt + i * INTERVAL_MS[interval];
    const shaped = shapeBar(inside, { openAt, open, close, volatility: 0.7 * volatility, turnoverUsd, tickSize });
    open = close;
    return shaped;
  });
}

/** The log return of the next bar. */
function stepWalk(walk: Walk, { regime, shock }: SharedBar, by: { random: Random; ordinary: number; volatility: number }): number {
  const shape = LABELLED_SHAPES[regime];
  if (walk.regime !== regime) {
    walk.regime = regime;
    walk.distance = 0;
  }
  const own = nextStudentT(by.random, TAIL_DEGREES);
  const fresh = by.volatility * (Math.sqrt(COMMON_SHARE) * shock + Math.sqrt(1 - COMMON_SHARE) * own);
  // Scaled so that the standard deviation of a bar is the state's, however much is taken back.
  const noise = shape.persistence * walk.noise + Math.sqrt(1 - shape.persistence ** 2) * fresh;
  const jump = jumps(by.random, shape.jumpsPerBar, JUMP_DEVIATIONS * by.ordinary);
  const move = clampMove(shape.drift * by.volatility - shape.pull * walk.distance + noise + jump);
  walk.noise = noise;
  walk.distance += move;
  return move;
}
