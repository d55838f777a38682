import type { Intent, Signal, Skip } from "@quantum/types";
import { completeData } from "./complete-data.ts";
import { cooldown } from "./cooldown.ts";
import type { Desk, EntryRule, Finding } from "./desk.ts";
import { entriesAllowed } from "./entries-allowed.ts";
import { inUniverse } from "./in-universe.ts";
import { entryIntent } from "./intents.ts";
import { leverageOf } from "./leverage.ts";
import { maxPositions } from "./max-positions.ts";
import { minimumConfidence } from "./minimum-confidence.ts";
import { onePositionPerSymbol } from "./one-position-per-symbol.ts";
import { policyConfidence } from "./policy-confidence.ts";
import { policyMaxPositions } from "./policy-max-positions.ts";
import { policySide } from "./policy-side.ts";
import { policyTrades } from "./policy-trades.ts";
import { positionSize, type Size, tradableSize } from "./position-size.ts";
import { ranked } from "./ranking.ts";
import { reconciled } from "./reconciled.ts";
import { sizeFactor } from "./size-factor.ts";
import { lookUp } from "./state.ts";
import { type Levels, stopAndTarget } from "./stop-and-target.ts";
import { topOpportunity } from "./top-opportunity.ts";

/** A trade to open, and all that led to it. */
export interface EntryDecision {
  readonly intent: Intent;
  readonly rank: number;
  readonly signal: Signal;
  readonly levels: Levels;
  readonly size: Size;
  readonly findings: readonly Finding[];
}

/** The rules every entry must pass before it is sized, in the order in which they are asked. */
const RULES: readonly EntryRule[] = [
  { code: "BELOW_MIN_CONFIDENCE", check: minimumConfidence },
  { code: "ENTRIES_PAUSED", check: entriesAllowed },
  { code: "NOT_IN_UNIVERSE", check: inUniverse },
  { code: "POLICY_NO_TRADES", check: policyTrades },
  { code: "POLICY_SIDE", check: policySide },
  { code: "POLICY_CONFIDENCE", check: policyConfidence },
  { code: "NOT_TOP_OPPORTUNITY", check: topOpportunity },
  { code: "DATA_MISSING", check: completeData },
  { code: "REDUCE_ONLY", check: reconciled },
  { code: "POSITION_OPEN", check: onePositionPerSymbol },
  { code: "COOLING_DOWN", check: cooldown },
  { code: "MAX_POSITIONS", check: maxPositions },
  { code: "POLICY_MAX_POSITIONS", check: policyMaxPositions },
];

/** The trades to open, best first, and why every other signal was not traded. `desk.occupied` grows with each of them. */
export function decideEntries(desk: Desk & { readonly occupied: Set<string> }, signals: readonly Signal[]) {
  const entries: EntryDecision[] = [];
  const skips: Skip[] = [];
  for (const signal of ranked(signals, desk.words.ranking)) {
    const outcome = decideEntry(signal, desk, entries.length + 1);
    if ("code" in outcome) {
      skips.push(outcome);
      continue;
    }
    entries.push(outcome);
    desk.occupied.add(signal.symbol);
  }
  return { entries, skips };
}

function decideEntry(signal: Signal, desk: Desk, rank: number): EntryDecision | Skip {
  const { symbol, side, atrRatio } = signal;
  if (side === "NONE") return { symbol, code: "NO_SIGNAL", detail: whyNoSide(signal) };
  const findings: Finding[] = [];
  for (const { code, check } of RULES) {
    const finding = check(signal, desk);
    if (finding === null) continue;
    findings.push(finding);
    if (!finding.passed) return { symbol, code, detail: `${finding.rule}: ${finding.reason}` };
  }
  const contract = lookUp(desk.state.contracts, symbol);
  if (contract === null || atrRatio === null || desk.portfolio === null) throw new Error(`TB-05 let ${symbol} pass without its data`);
  const inputs = { direction: side, close: signal.close, atrRatio, tickSize: contract.tickSize };
  const levels = stopAndTarget(inputs, desk.settings);
  if (levels === null) return { symbol, code: "DATA_MISSING", detail: "TB-08: no positive price on the tick grid for stop or target" };
  const own = positionSize(desk.portfolio.equityUsd, levels, contract, desk.settings);
  const shrunk = sizeFactor(own, levels, desk);
  if (shrunk) findings.push(shrunk.finding);
  const size = shrunk?.size ?? own;
  const tradable = tradableSize(size, contract);
  if (!tradable.passed) return { symbol, code: "SIZE_BELOW_MINIMUM", detail: `${tradable.rule}: ${tradable.reason}` };
  const leverage = leverageOf(contract, desk.settings);
  const intent = entryIntent({ signal, direction: side, levels, quantity: size.quantity, leverage, rank }, desk.at);
  return { intent, rank, signal, levels, size, findings: [...findings, tradable] };
}

function whyNoSide({ votes }: Signal): string {
  const reasons = votes.filter(({ probabilityUp }) => probabilityUp === null).map(({ slot, reason }) => `${slot} abstained: ${reason}`);
  return reasons.length > 0 ? reasons.join("; ") : "no edge";
}
