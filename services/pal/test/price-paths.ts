import { createRandom, nextNormal, nextUniform, type Random } from "@quantum/market";
import type { AmplificationAdvice } from "@quantum/types";
import { advise, type Case, HEDGEFUND, STANDARD } from "../src/core/index.ts";

/** What a run of random paths came to. */
export interface PathReport {
  readonly paths: number;
  readonly advised: number;
  readonly actions: Record<AmplificationAdvice["action"], number>;
  readonly violations: readonly string[];
}

/** A trade as the exchange holds it, in floats and from scratch: nothing here is taken from the rules. */
interface Held {
  readonly sign: 1 | -1;
  readonly originalQuantity: number;
  readonly riskUsd: number;
  readonly price: { readonly tick: number; readonly decimals: number };
  readonly atr: number;
  quantity: number;
  costUsd: number;
  bankedUsd: number;
  feesUsd: number;
  stop: number;
  mark: number;
  best: number;
  ageBars: number;
  memory: Case["memory"];
}

const CONTRACTS = [1, 2, 4].map((decimals) => ({
  tickSize: (10 ** -decimals).toFixed(decimals),
  stepSize: "0.001",
  minQuantity: "0.001",
  maxQuantity: "1000000",
  minNotionalUsd: "5",
  takerFeeRatio: 0.0005,
}));

/** Sends so many random winners over random prices with gaps, does what is advised, and holds every action against the invariants. */
export function walkPaths({ paths, steps, seed }: { paths: number; steps: number; seed: string }): PathReport {
  const random = createRandom(seed);
  const actions = { ADD_SIZE: 0, TIGHTEN_TRAIL: 0, EXTEND_HOLD: 0, PARTIAL_TAKE_PROFIT: 0, SWITCH_TO_TREND_EXIT: 0, NO_ACTION: 0 };
  const violations: string[] = [];
  let advised = 0;
  for (let path = 0; path < paths; path++) {
    const place = Math.floor(nextUniform(random) * CONTRACTS.length);
    const held = openTrade(random, place);
    for (let step = 0; step < steps && isOpen(held); step++) {
      const advice = advise(caseOf(held, CONTRACTS[place] as NonNullable<Case["contract"]>, random));
      actions[advice.action]++;
      advised++;
      for (const broken of follow(held, advice, random)) violations.push(`path ${path}, step ${step}, ${advice.action}: ${broken}`);
      move(held, random);
    }
  }
  return { paths, advised, actions, violations };
}

function openTrade(random: Random, place: number): Held {
  const decimals = [1, 2, 4][place] as number;
  const price = { tick: 10 ** -decimals, decimals };
  const sign = nextUniform(random) < 0.5 ? 1 : -1;
  const entry = round(10 ** (5 - decimals) * (0.2 + nextUniform(random)), price);
  const stopRatio = 0.004 + 0.05 * nextUniform(random);
  const stop = round(entry * (1 - sign * stopRatio), price);
  const originalQuantity = Math.round((20 + 20_000 * nextUniform(random) ** 2) / entry / 0.001) * 0.001 + 0.001;
  const perUnit = sign * (entry - stop);
  const mark = round(entry + sign * perUnit * (1.2 + 4 * nextUniform(random)), price);
  const known = nextUniform(random) < 0.9;
  const quantity = Number(originalQuantity.toFixed(3));
  const memory = {
    originalQuantity: known ? String(quantity) : null,
    peakQuantity: String(quantity),
    trendExit: false,
    holdUntilBars: null,
  };
  const size = { originalQuantity: quantity, quantity, costUsd: quantity * entry, bankedUsd: 0, feesUsd: 0, riskUsd: perUnit * quantity };
  const atr = Math.abs(perUnit) * (0.1 + nextUniform(random));
  return { sign, price, atr, ...size, stop, mark, best: mark, ageBars: Math.floor(nextUniform(random) * 200), memory };
}

function caseOf(held: Held, contract: NonNullable<Case["contract"]>, random: Random): Case {
  const { sign, quantity, costUsd, mark, stop, riskUsd, atr, best, memory, ageBars } = held;
  const entry = costUsd / quantity;
  const rMultiple = (sign * (mark - entry) * quantity + held.bankedUsd) / riskUsd;
  const direction = sign > 0 ? "LONG" : "SHORT";
  const ledger = { quantity: String(quantity), entryPrice: entry.toFixed(12), markPrice: String(mark), stopPrice: String(stop) };
  const trade = {
    tradeId: "t",
    symbol: "BTCUSDT",
    direction,
    ...ledger,
    initialQuantity: null,
    initialRiskUsd: riskUsd,
    rMultiple,
    ageBars,
  } as const;
  const fast = mark - sign * atr * (0.5 + 6 * nextUniform(random));
  const moves = sign > 0 ? { plusDi: 30, minusDi: 10 } : { plusDi: 10, minusDi: 30 };
  const trend = {
    close: mark,
    fast,
    slow: fast - sign * atr,
    adx: 35,
    ...moves,
    atr,
    highest: Math.max(best, mark),
    lowest: Math.min(best, mark),
  };
  const luck = nextUniform(random);
  const classified = { tradeId: "t", class: luck < 0.5 ? "RUNNER" : "WINNER", rMultiple, momentumR: luck - 0.1 } as const;
  const profile = luck * 2 - Math.floor(luck * 2) < 0.5 ? STANDARD : HEDGEFUND;
  return { trade, memory, classified, trend, regime: "NOT_ASKED", contract, doubted: false, riskMode: "NORMAL", profile };
}

/** Does what is advised, step by step as it is written, at prices that may have moved; says what that broke. */
function follow(held: Held, advice: AmplificationAdvice, random: Random): string[] {
  const before = { loss: lossAtStop(held), stop: held.stop, feesUsd: held.feesUsd };
  held.memory = { ...held.memory, trendExit: advice.trendExit, holdUntilBars: advice.holdUntilBars };
  for (const step of advice.steps) {
    if (step === "MOVE_STOP") held.stop = Number(advice.newStopPrice);
    if (step !== "ADD_SIZE" && step !== "REDUCE") continue;
    move(held, random, 0.05);
    if (!isOpen(held)) return [];
    trade(held, (step === "ADD_SIZE" ? 1 : -1) * Number(advice.quantity), Number(advice.limitPrice));
  }
  const tolerance = 1e-9 * (Math.abs(held.costUsd) + held.riskUsd);
  const after = lossAtStop(held) + (held.feesUsd - before.feesUsd);
  const { peakQuantity } = held.memory;
  held.memory = { ...held.memory, peakQuantity: String(Math.max(held.quantity, Number(peakQuantity))) };
  return [
    ...(after > before.loss + tolerance ? [`loss at the stop rose from ${before.loss} to ${after}`] : []),
    ...(advice.action !== "NO_ACTION" && after > held.riskUsd + tolerance ? [`loss ${after} above the original risk ${held.riskUsd}`] : []),
    ...(held.sign * (held.stop - before.stop) < 0 ? [`stop loosened from ${before.stop} to ${held.stop}`] : []),
    ...(held.quantity > 1.5 * held.originalQuantity + 1e-9 ? [`size ${held.quantity} of originally ${held.originalQuantity}`] : []),
    ...(advice.action === "ADD_SIZE" && held.stop !== before.stop && advice.steps[0] !== "MOVE_STOP"
      ? ["size added before the stop moved"]
      : []),
  ];
}

/** An order with a limit: filled at the market's price, or not at all. */
function trade(held: Held, change: number, limit: number): void {
  const buys = change * held.sign > 0;
  if (buys ? held.mark > limit : held.mark < limit) return;
  const entry = held.costUsd / held.quantity;
  if (change < 0) held.bankedUsd += -change * held.sign * (held.mark - entry);
  held.costUsd += change * (change > 0 ? held.mark : entry);
  held.quantity = Number((held.quantity + change).toFixed(3));
  held.feesUsd += Math.abs(change) * held.mark * 0.0005;
}

/** What is lost when the stop is hit, less what was banked. */
function lossAtStop({ sign, costUsd, quantity, stop, bankedUsd }: Held): number {
  return sign * (costUsd - quantity * stop) - bankedUsd;
}

/** The next price: mostly a step of about one range, sometimes a gap of many. */
function move(held: Held, random: Random, scale = 1): void {
  const gap = nextUniform(random) < 0.05 ? 6 : 1;
  const drift = 0.25 * held.sign * held.atr * scale;
  held.mark = Math.max(held.price.tick, round(held.mark + drift + gap * scale * held.atr * nextNormal(random), held.price));
  held.best = held.sign > 0 ? Math.max(held.best, held.mark) : Math.min(held.best, held.mark);
  held.ageBars += 1;
}

/** A price at or beyond the stop closes the trade there and then, wherever the gap left it. */
function isOpen({ sign, mark, stop }: Held): boolean {
  return sign * (mark - stop) > 0;
}

function round(value: number, { decimals }: Held["price"]): number {
  return Number(value.toFixed(decimals));
}
