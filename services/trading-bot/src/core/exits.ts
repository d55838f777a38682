import { Exact, text } from "@quantum/exact";
import type { Intent, ReasonCode, Signal } from "@quantum/types";
import type { Desk, Finding } from "./desk.ts";
import { exitIntent } from "./intents.ts";
import { oppositeSignal } from "./opposite-signal.ts";
import { lookUp, type OpenTrade } from "./state.ts";
import { stopWatch } from "./stop-watch.ts";
import { timeExit } from "./time-exit.ts";

/** A trade that is to be closed, and the rules behind it. */
export interface ExitDecision {
  readonly intent: Intent;
  readonly code: ReasonCode;
  readonly trade: OpenTrade;
  readonly findings: readonly Finding[];
}

type ExitRule = readonly [code: ReasonCode, check: (trade: OpenTrade, desk: Desk, signal: Signal | null) => Finding | null];

/** The rules that end a trade, in the order in which they are asked. Between two cycles only the first one is. */
const RULES: readonly ExitRule[] = [
  ["EXIT_STOP", stopWatch],
  ["EXIT_OPPOSITE_SIGNAL", (trade, desk, signal) => oppositeSignal(trade, signal, desk)],
  ["EXIT_TIME", timeExit],
];

/**
 * The trades of ours to close now, by symbol. Positions of others are left alone. Without a portfolio nothing is known for sure but
 * where the stops are.
 */
export function decideExits(desk: Desk, signals: readonly Signal[]): ExitDecision[] {
  const rules = desk.portfolio === null ? RULES.slice(0, 1) : RULES;
  return Object.values(desk.state.trades)
    .filter(({ tradeId }) => !isLeaving(desk, tradeId) && (desk.portfolio === null || isHeld(desk, tradeId)))
    .sort((a, b) => (a.symbol < b.symbol ? -1 : 1))
    .flatMap((trade) => decideExit(trade, desk, { rules, signal: signals.find(({ symbol }) => symbol === trade.symbol) ?? null }));
}

function decideExit(trade: OpenTrade, desk: Desk, by: { rules: readonly ExitRule[]; signal: Signal | null }): ExitDecision[] {
  const referencePrice = priceOf(trade, desk);
  if (referencePrice === null) return [];
  const findings: Finding[] = [];
  for (const [code, check] of by.rules) {
    const finding = check(trade, desk, by.signal);
    if (finding) findings.push(finding);
    if (finding === null || finding.passed) continue;
    const reason = `${code}: ${finding.reason}`;
    return [{ intent: exitIntent(trade, referencePrice, { at: desk.at, reason }), code, trade, findings }];
  }
  return [];
}

/** Whether an exit of this trade is on its way. */
export function isLeaving(desk: Desk, tradeId: string): boolean {
  return Object.values(desk.state.intents).some((intent) => intent.tradeId === tradeId && intent.purpose === "EXIT");
}

function isHeld(desk: Desk, tradeId: string): boolean {
  return desk.portfolio?.positions.some((position) => position.tradeId === tradeId) ?? false;
}

/** The bar's close, or else the price the portfolio was valued at. */
export function priceOf(trade: OpenTrade, desk: Desk): string | null {
  const close = lookUp(desk.closes, trade.symbol);
  if (close !== null) return text(new Exact(close));
  return desk.portfolio?.positions.find(({ tradeId }) => tradeId === trade.tradeId)?.markPrice ?? null;
}
