import { listBars, loadBars } from "@quantum/market/files";
import { type Bar, type FleetEvent, INTERVAL_MS, type Input, observedOf } from "@quantum/types";
import { createEssCore, DEFAULT_SETTINGS, type EssSettings } from "../../src/core/index.ts";

/** What replaying accounts showed. An account day: one symbol, one UTC day, one share of equity held in it. */
export interface ReplayFindings {
  accounts: number;
  hours: number;
  rightStops: number;
  falseStops: number;
  missedStops: number;
}

const DAY_MS = 86_400_000;
const WALLET_USD = 10_000;
/** Money of the oracle: whole hundred-millionths of a USD. */
const UNITS_PER_USD = 100_000_000n;
/** 5 % is one part in twenty. */
const PARTS = 20n;

/** Which accounts are replayed, and by which clock they are judged. */
export interface ReplayAccounts {
  readonly shares: readonly number[];
  readonly clock: EssSettings["clock"];
  readonly symbolsMax?: number;
}

/** Runs the core over the equity of every account day in a folder of bars, next to an oracle in whole numbers. */
export async function replayEquity(dir: string, { shares, clock, symbolsMax }: ReplayAccounts): Promise<ReplayFindings> {
  const found: ReplayFindings = { accounts: 0, hours: 0, rightStops: 0, falseStops: 0, missedStops: 0 };
  const files = await listBars(dir);
  const pairs = new Map(files.map((file) => [`${file.symbol}:${file.interval}`, file]));
  for (const { symbol, interval } of [...pairs.values()].slice(0, symbolsMax ?? pairs.size)) {
    const { series } = await loadBars({ dir, interval, symbols: [symbol], onError: "report" });
    for (const day of daysOf(series[symbol] ?? [])) {
      for (const share of shares) judge(found, equityOf(day, share), { stepMs: INTERVAL_MS[interval], clock });
    }
  }
  return found;
}

function daysOf(bars: readonly Bar[]): Bar[][] {
  const days = new Map<number, Bar[]>();
  for (const bar of bars) {
    const day = Math.floor(bar.openAt / DAY_MS);
    const known = days.get(day);
    if (known) known.push(bar);
    else days.set(day, [bar]);
  }
  return [...days.values()];
}

function equityOf(bars: readonly Bar[], share: number): { at: number; usd: string }[] {
  const first = bars[0]?.open ?? 1;
  return bars.map((bar) => ({ at: bar.openAt, usd: (WALLET_USD * (1 + share * (bar.close / first - 1))).toFixed(8) }));
}

interface Moment {
  readonly at: number;
  readonly usd: string;
}

function judge(found: ReplayFindings, curve: readonly Moment[], { stepMs, clock }: { stepMs: number; clock: EssSettings["clock"] }): void {
  const core = createEssCore({ ...DEFAULT_SETTINGS, clock });
  let state = core.initial();
  const inputsAt = clock === "real" ? seen : valued;
  for (const moment of curve) for (const input of inputsAt(moment)) state = core.decide(state, input).state;
  const stopped = state.level !== "NORMAL";
  const should = fellTooFar(curve.map(({ usd }) => usd));
  found.accounts += 1;
  found.hours += (curve.length * stepMs) / 3_600_000;
  if (stopped && should) found.rightStops += 1;
  if (stopped && !should) found.falseStops += 1;
  if (!stopped && should) found.missedStops += 1;
}

/** What the own watch sees. */
function seen({ at, usd }: Moment): Input[] {
  const speaker = { service: "ess", mode: "ENFORCED" } as const;
  const given = [
    ["equity", usd],
    ["tick", null],
  ] as const;
  return given.map(([name, data]) => observedOf(speaker, { name, data, at, key: `${name}:${at}` }));
}

/** What the fleet tells once a cycle. */
function valued({ at, usd }: Moment): Input[] {
  const about = { v: 1, at, cycle: at, source: "portfolio_intelligence", mode: "ENFORCED", cause: null } as const;
  return [{ ...about, id: `valued:${at}`, type: "portfolio.valued", data: { equityUsd: usd } } as FleetEvent<"portfolio.valued">];
}

/** Whether it ever stood more than one part in twenty below its highest. */
function fellTooFar(curve: readonly string[]): boolean {
  let peak = 0n;
  for (const usd of curve) {
    const [whole = "0", parts = ""] = usd.split(".");
    const units = BigInt(whole) * UNITS_PER_USD + BigInt(parts.padEnd(8, "0"));
    if (units > peak) peak = units;
    if ((peak - units) * PARTS > peak) return true;
  }
  return false;
}
