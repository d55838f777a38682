/**
 * What AELM's plans cost against market orders and against five equal slices, for the same orders over the same bars on the simulator's matching
 * engine. Shortfall against arrival in bps; whatever a way leaves unfilled is completed at the end, so that all fill the same.
 * "engine": resting orders fill as the engine says (the price goes through them; a limit inside the spread lies behind the last price already).
 * "through": only if a bar to come trades beyond the limit. "far side": only if the price goes half a spread beyond it, so that the other side's
 * best price reaches it; this is the strictest and the one to believe.
 * Tuned on 2023-07-07 to 07-12 (5m) and 2025-05-06 to 05-09 (1m); reported on 2023-07-13 to 07-31 and 2025-05-14 to 05-23.
 * Run: node bench/aelm.ts [folder with um/5m and um/1m] [tune|report]
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { advance, createExchange, instrumentFor, levels, quantityOf, touch } from "../packages/exchange/src/engine/index.ts";
import { loadBars } from "../packages/market/src/files/index.ts";
import { generateMarket } from "../packages/market/src/index.ts";
import { type Bar, type FleetEvent, INTERVAL_MS, type Instrument, type Interval } from "../packages/types/src/index.ts";
import { type AelmState, createAelmCore, DEFAULT_SETTINGS, planOrder } from "../services/aelm/src/core/index.ts";
import { mean, percentile, ratioWithInterval, type Sample } from "./aelm/figures.ts";
import { type Kind, Parents } from "./aelm/parents.ts";
import { type Cost, Way } from "./aelm/ways.ts";

interface Measured extends Sample {
  readonly kinds: Record<string, Cost>;
  readonly rested: boolean;
}

interface Market {
  readonly name: string;
  readonly interval: Interval;
  readonly series: Readonly<Record<string, Bar[]>>;
  readonly fromAt: number;
  readonly toAt: number;
}

const DAY = INTERVAL_MS["1d"];
const WARM_BARS = 400;
const SLICES = 5;
const folder = process.argv[2] ?? new URL("../../shared/data", import.meta.url).pathname;
const part = process.argv[3] === "tune" ? "tune" : "report";
const ARRIVAL_SHARE = { "5m": 0.02, "1m": 0.004 } as Record<string, number>;

const everything: Measured[] = [];
for (const market of await markets()) for (const kind of ["desk", "large"] as const) everything.push(...run(market, kind));
report("everything together", everything);

async function markets(): Promise<Market[]> {
  if (!existsSync(join(folder, "um", "5m"))) return [generated("5m", 8), generated("1m", 3)];
  const july = part === "tune" ? [Date.UTC(2023, 6, 7), Date.UTC(2023, 6, 13)] : [Date.UTC(2023, 6, 13), Date.UTC(2023, 7, 1)];
  const may = part === "tune" ? [Date.UTC(2025, 4, 6), Date.UTC(2025, 4, 10)] : [Date.UTC(2025, 4, 14), Date.UTC(2025, 4, 24)];
  return [await recorded("5m", july as [number, number]), await recorded("1m", may as [number, number])];
}

async function recorded(interval: Interval, [fromAt, toAt]: [number, number]): Promise<Market> {
  const { series } = await loadBars({ dir: join(folder, "um", interval), interval, fromAt, toAt, warmUpBars: WARM_BARS });
  const days = Math.round((toAt - fromAt) / DAY);
  return { name: `recorded ${interval} from ${new Date(fromAt).toISOString().slice(0, 10)}, ${days} days`, interval, series, fromAt, toAt };
}

function generated(interval: Interval, days: number): Market {
  const ms = INTERVAL_MS[interval];
  const fromAt = Date.UTC(2023, 6, 13);
  const bars = (days * DAY) / ms + WARM_BARS;
  const seed = `bench aelm ${part}`;
  const { series } = generateMarket({ seed, symbols: 20, interval, fromAt: fromAt - WARM_BARS * ms, bars });
  return { name: `generated ${interval}, ${days} days`, interval, series, fromAt, toAt: fromAt + days * DAY };
}

function run(market: Market, kind: Kind): Measured[] {
  const { interval, series } = market;
  const ms = INTERVAL_MS[interval];
  const symbols = Object.keys(series).filter((symbol) => (series[symbol]?.length ?? 0) > WARM_BARS);
  const instruments = symbols.map((symbol) => instrumentOf(symbol, series[symbol] as Bar[]));
  const byOpen = new Map(symbols.map((symbol) => [symbol, new Map((series[symbol] as Bar[]).map((bar, place) => [bar.openAt, place]))]));
  const at = (symbol: string, openAt: number) => byOpen.get(symbol)?.get(openAt);
  const coming = (symbol: string, fromAt: number, untilAt: number): Bar[] => {
    const place = at(symbol, fromAt);
    return place === undefined ? [] : (series[symbol] as Bar[]).slice(place, place + Math.round((untilAt - fromAt) / ms));
  };
  const way = (name: string, halfSpreads: number | null = null) =>
    new Way(name, instruments, { coming, strictness: { name, halfSpreads } });
  const [naive, twap] = [way("naive"), way("twap")];
  const planned = [way("engine"), way("through", 0), way("far side", 1)];
  const ways = [naive, twap, ...planned];
  const core = createAelmCore();
  let state = core.initial();
  const tell = (type: string, closeAt: number, data: unknown) => {
    state = core.decide(state, {
      id: "",
      type,
      v: 1,
      at: closeAt,
      source: "execution",
      mode: "ENFORCED",
      cause: null,
      cycle: closeAt,
      data,
    } as FleetEvent).state;
  };
  const mirror = createExchange({ instruments, walletUsd: "1", seed: 1 });
  const parents = new Parents(`${market.name} ${kind}`);
  const samples: Measured[] = [];
  tell("instruments.listed", market.fromAt, { instruments });

  for (let openAt = market.fromAt - WARM_BARS * ms; openAt < market.toAt; openAt += ms) {
    const closeAt = openAt + ms;
    const bars = symbols.flatMap((symbol) => {
      const place = at(symbol, openAt);
      return place === undefined ? [] : [{ symbol, bar: (series[symbol] as Bar[])[place] as Bar, place }];
    });
    advance(mirror, { closeAt, bars });
    for (const each of ways) each.advance(closeAt, bars);
    const quotes = bars.map(({ symbol }) => quoteOf(mirror, symbol, closeAt));
    tell("quotes.observed", closeAt, { quotes });
    tell("bars.closed", closeAt, { interval, closeAt, bars, missing: [], opensCycle: true });
    if (openAt < market.fromAt || closeAt > market.toAt - 8 * ms) continue;
    for (const { symbol, place } of bars) {
      if (!parents.toss(ARRIVAL_SHARE[interval] as number) || ways.some((each) => each.isBusy(symbol))) continue;
      const seen = { bars: (series[symbol] as Bar[]).slice(Math.max(0, place - 12), place + 1), closeAt };
      const minuteUsd = mirror.markets[symbol]?.volumePerMinuteUsd ?? 0;
      const intent = parents.draw(instruments.find((one) => one.symbol === symbol) as Instrument, kind, { ...seen, minuteUsd });
      if (intent === null) continue;
      const plan = planOrder({ intent, state: state as AelmState, settings: DEFAULT_SETTINGS });
      const costs: Record<string, number> = {};
      const kinds: Record<string, Cost> = {};
      const sample = {
        cycle: closeAt,
        costs,
        kinds,
        rested: plan.steps[0]?.kind === "MAKER",
      };
      samples.push(sample);
      const into = (name: string) => (cost: Cost) => {
        costs[name] = cost.bps;
        kinds[name] = cost;
      };
      const market = { kind: "MARKET" as const, quantity: intent.quantity, price: null, untilAt: null, reason: "" };
      naive.begin(intent, [market], into("naive"));
      twap.begin(intent, slicesOf(market, closeAt, ms), into("twap"));
      for (const each of planned) each.begin(intent, plan.steps, into(each.name));
    }
  }
  const complete = samples.filter(({ costs }) => Object.keys(costs).length === ways.length);
  report(`${market.name}, ${kind}`, complete);
  return complete;
}

/** Five equal market orders, one at each close. */
function slicesOf(market: { kind: "MARKET"; quantity: string; price: null; untilAt: null; reason: string }, closeAt: number, ms: number) {
  const each = (Number(market.quantity) / SLICES).toString();
  return Array.from({ length: SLICES }, (_, i) => [
    ...(i === 0 ? [] : [{ kind: "WAIT" as const, untilAt: closeAt + i * ms }]),
    i === SLICES - 1 ? market : { ...market, quantity: each },
  ]).flat();
}

function instrumentOf(symbol: string, bars: readonly Bar[]): Instrument {
  const decimals = Math.max(...bars.slice(0, 300).map(({ close }) => (String(close).split(".")[1] ?? "").length));
  return instrumentFor(symbol, bars[0]?.close ?? 1, { priceDecimals: Math.min(8, decimals) });
}

function quoteOf(exchange: ReturnType<typeof createExchange>, symbol: string, at: number) {
  const market = exchange.markets[symbol];
  if (!market) throw new Error(`no market ${symbol}`);
  const { bidTicks, askTicks } = touch(market, market.lastPrice);
  const point = { price: market.lastPrice, at, seed: exchange.seed };
  const top = (side: "ASK" | "BID") => Number(quantityOf(market, levels(market, point, side, 1)[0]?.steps ?? 0));
  const price = (ticks: number) => Number((ticks * market.tick).toFixed(market.priceDecimals));
  const depth = { bidQuantity: top("BID"), askQuantity: top("ASK") };
  return { symbol, bid: price(bidTicks), ask: price(askTicks), ...depth, markPrice: market.lastPrice, fundingRatio: 0, nextFundingAt: 0 };
}

function report(title: string, samples: readonly Measured[]): void {
  const rested = samples.filter(({ rested: did }) => did).length;
  console.log(`\n${title}: ${samples.length} orders (${part} part), ${((100 * rested) / samples.length).toFixed(1)} % rest first`);
  for (const name of Object.keys(samples[0]?.costs ?? {})) {
    const costs = samples.map((sample) => sample.costs[name] ?? 0);
    const filled = mean(samples.map((sample) => sample.kinds[name]?.filledRatio ?? 0));
    const maker = mean(samples.map((sample) => sample.kinds[name]?.makerRatio ?? 0));
    const { ratio, low, high } = ratioWithInterval(samples, name, "naive");
    const shown = `mean ${mean(costs).toFixed(2)} bps, p50 ${percentile(costs, 0.5).toFixed(2)}, p95 ${percentile(costs, 0.95).toFixed(2)}, p99 ${percentile(costs, 0.99).toFixed(2)}`;
    const share = `own fills ${(filled * 100).toFixed(2)} %, as maker ${(maker * 100).toFixed(1)} %`;
    console.log(`  ${name.padEnd(9)} ${shown}; to naive ${ratio.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]; ${share}`);
  }
}
