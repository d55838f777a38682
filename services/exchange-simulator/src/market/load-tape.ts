import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { instrumentFor } from "@quantum/exchange/engine";
import { defaultSymbols, type FundingRate, generateMarket, quoteVolumeOf } from "@quantum/market";
import { intervalsOf, listBars, loadBars, loadFunding } from "@quantum/market/files";
import { ConfigError } from "@quantum/service-kit/config";
import { type Bar, INTERVAL_MS, type Instrument, type Interval } from "@quantum/types";
import type { TapeSettings } from "../config.ts";
import { SIMULATOR_LIMITS } from "../limits.ts";
import { Tape, type TapeContent } from "./tape.ts";

const DAY_MS = 86_400_000;

/** Loads the market that the configuration names: stored bars, or a generated market where no folder is named. */
export async function loadTape(config: TapeSettings): Promise<Tape> {
  return new Tape(config.SIM_DATA_DIR === undefined ? generatedTape(config) : await storedTape(config, config.SIM_DATA_DIR));
}

function generatedTape(config: TapeSettings): TapeContent {
  const interval = config.SIM_INTERVAL ?? "5m";
  const { startAt, endAt } = daysOf(config.SIM_DATE ?? SIMULATOR_LIMITS.generatedDate, config.SIM_DAYS);
  const stepMs = INTERVAL_MS[interval];
  const fromAt = startAt - warmUpBarsOf(config, stepMs) * stepMs;
  const chosen = chosenSymbols(config);
  const symbols = typeof chosen === "number" ? defaultSymbols(chosen) : chosen;
  const market = generateMarket({
    seed: config.SIM_SEED,
    symbols,
    interval,
    fromAt,
    bars: (endAt - fromAt) / stepMs,
    mode: config.SIM_GENERATOR,
  });
  const instruments = symbols.map((symbol) => instrumentOf(symbol, market.series[symbol] ?? []));
  return {
    interval,
    generated: true,
    source: market.description,
    instruments,
    series: market.series,
    funding: market.funding,
    startAt,
    endAt,
  };
}

async function storedTape(config: TapeSettings, dir: string): Promise<TapeContent> {
  const interval = config.SIM_INTERVAL ?? (await shortestInterval(dir));
  const days = config.SIM_DATE === undefined ? null : daysOf(config.SIM_DATE, config.SIM_DAYS);
  const chosen = chosenSymbols(config);
  const loaded = await loadBars({
    dir,
    interval,
    ...(typeof chosen === "number" ? {} : { symbols: chosen }),
    ...(days === null ? {} : { fromAt: days.startAt, toAt: days.endAt, warmUpBars: warmUpBarsOf(config, INTERVAL_MS[interval]) }),
    onError: "report",
  });
  const { startAt, endAt } = days ?? wholeSpan(loaded.series, interval);
  const symbols = typeof chosen === "number" ? mostTraded(loaded.series, { startAt, count: chosen }) : chosen;
  const series = Object.fromEntries(symbols.map((symbol) => [symbol, loaded.series[symbol] ?? []]));
  const funding = await fundingOf(config, dir, { symbols, endAt });
  const instruments = symbols.map((symbol) => instrumentOf(symbol, series[symbol] ?? []));
  const { generated, description } = loaded.source;
  return { interval, generated, source: `${description} (${interval} bars)`, instruments, series, funding, startAt, endAt };
}

function warmUpBarsOf(config: TapeSettings, stepMs: number): number {
  const { warmUpBars, tradingBarMs } = SIMULATOR_LIMITS;
  return config.SIM_WARM_UP_BARS ?? warmUpBars * Math.max(1, tradingBarMs / stepMs);
}

async function shortestInterval(dir: string): Promise<Interval> {
  const [interval] = intervalsOf(await listBars(dir)).keys();
  if (interval === undefined)
    throw new ConfigError([`SIM_DATA_DIR: no files with bars in ${dir}. They are named like BTCUSDT-5m-2023-07-13.csv.gz.`]);
  return interval;
}

function daysOf(date: string, days: number): { startAt: number; endAt: number } {
  const startAt = Date.parse(`${date}T00:00:00Z`);
  return { startAt, endAt: startAt + days * DAY_MS };
}

/** Without a date everything stored is played, after one day of history. */
function wholeSpan(series: Readonly<Record<string, readonly Bar[]>>, interval: Interval): { startAt: number; endAt: number } {
  const all = Object.values(series).filter((bars) => bars.length > 0);
  const firstAt = Math.min(...all.map((bars) => (bars[0] as Bar).openAt));
  const lastAt = Math.max(...all.map((bars) => (bars.at(-1) as Bar).openAt));
  return { startAt: firstAt + DAY_MS, endAt: lastAt + INTERVAL_MS[interval] };
}

function chosenSymbols(config: TapeSettings): number | string[] {
  const text = config.SIM_SYMBOLS.trim();
  if (/^\d+$/.test(text)) return Number(text);
  return [...new Set(text.split(",").map((name) => name.trim().toUpperCase()))].filter((name) => name !== "");
}

/** The symbols with the largest turnover before the day: chosen by what could be known then. */
function mostTraded(series: Readonly<Record<string, readonly Bar[]>>, { startAt, count }: { startAt: number; count: number }): string[] {
  const turnover = (symbol: string) => {
    const before = (series[symbol] ?? []).filter((bar) => bar.openAt < startAt);
    return before.reduce((sum, bar) => sum + quoteVolumeOf(bar), 0) / Math.max(1, before.length);
  };
  const ranked = Object.keys(series).map((symbol) => ({ symbol, turnoverUsd: turnover(symbol) }));
  ranked.sort((a, b) => b.turnoverUsd - a.turnoverUsd || (a.symbol < b.symbol ? -1 : 1));
  return ranked.slice(0, count).map(({ symbol }) => symbol);
}

async function fundingOf(
  config: TapeSettings,
  dir: string,
  { symbols, endAt }: { symbols: readonly string[]; endAt: number },
): Promise<Readonly<Record<string, FundingRate[]>>> {
  const places = config.SIM_FUNDING_DIR
    ? [config.SIM_FUNDING_DIR]
    : [dir, join(dirname(dir), "funding")].filter((place) => existsSync(place));
  for (const place of places) {
    const { rates } = await loadFunding({ dir: place, symbols, toAt: endAt + 1, onError: "report" });
    if (Object.keys(rates).length > 0) return rates;
  }
  return {};
}

/** Rules from the price level; ticks as fine as the prices that were seen. */
function instrumentOf(symbol: string, bars: readonly Bar[]): Instrument {
  const first = bars[0];
  if (!first) throw new ConfigError([`SIM_SYMBOLS: there are no bars of ${symbol}`]);
  const plain = instrumentFor(symbol, first.close, { listedAt: first.openAt });
  const seen = Math.max(...bars.slice(0, 500).flatMap((bar) => [bar.open, bar.high, bar.low, bar.close].map(decimalsOf)));
  const usual = decimalsOf(Number(plain.tickSize));
  return Math.abs(seen - usual) <= 2 ? instrumentFor(symbol, first.close, { listedAt: first.openAt, priceDecimals: seen }) : plain;
}

function decimalsOf(price: number): number {
  const [digits = "", exponent = "0"] = price.toString().split("e");
  return Math.max(0, (digits.split(".")[1]?.length ?? 0) - Number(exponent));
}
