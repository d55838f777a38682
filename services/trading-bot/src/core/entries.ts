import { Exact, text } from "@quantum/exact";
import type { Intent, Signal, Skip } from "@quantum/types";
import { advisedSize } from "./advised-size.ts";
import { amplifiedTarget } from "./amplified-target.ts";
import { completeData } from "./complete-data.ts";
import { cooldown } from "./cooldown.ts";
import { coordinatedConfidence } from "./coordinated-confidence.ts";
import { coordinatedEntries } from "./coordinated-entries.ts";
import { coordinatedExposure } from "./coordinated-exposure.ts";
import { coreSymbolsOnly } from "./core-symbols-only.ts";
import { type Desk, type EntryRule, type Finding, firstBroken } from "./desk.ts";
import { emergencyLevel } from "./emergency-level.ts";
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
import { shrunkByFactors } from "./size-factor.ts";
import { type Contract, lookUp } from "./state.ts";
import { type Levels, stopAndTarget } from "./stop-and-target.ts";
import { topOpportunity } from "./top-opportunity.ts";
import type { SizeWord } from "./words.ts";

/** A trade to open, and all that led to it. */
export interface EntryDecision {
  readonly intent: Intent;
  readonly rank: number;
  readonly signal: Signal;
  readonly levels: Levels;
  readonly size: TradeSize;
  /** The mathematician's calculation the size was taken from; null: the own rules'. */
  readonly calculation: SizeWord | null;
  readonly findings: readonly Finding[];
}

/** How large a trade is, and, when it was found by the own rules, how. */
export type TradeSize = Pick<Size, "equityUsd" | "riskUsd" | "quantity" | "notionalUsd"> & Partial<Size>;

/** The rules every entry must pass before it is sized, in the order in which they are asked. */
const RULES: readonly EntryRule[] = [
  { code: "BELOW_MIN_CONFIDENCE", check: minimumConfidence },
  { code: "EMERGENCY_STOP", check: emergencyLevel },
  { code: "ENTRIES_PAUSED", check: entriesAllowed },
  { code: "HFOS_NO_ENTRIES", check: coordinatedEntries },
  { code: "HFOS_CONFIDENCE", check: coordinatedConfidence },
  { code: "HFOS_CORE_ONLY", check: coreSymbolsOnly },
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

/** The trades to open, best first, and why every other signal was not traded. `desk.occupied` and `desk.committed` grow with each of them. */
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
    desk.committed.usd += Number(outcome.size.notionalUsd);
  }
  return { entries, skips };
}

function decideEntry(signal: Signal, desk: Desk, rank: number): EntryDecision | Skip {
  const { symbol, side } = signal;
  if (side === "NONE") return { symbol, code: "NO_SIGNAL", detail: whyNoSide(signal) };
  const findings: Finding[] = [];
  const broken = firstBroken(signal, desk, { rules: RULES, findings });
  if (broken) return { symbol, ...broken };
  const contract = lookUp(desk.state.contracts, symbol);
  if (contract === null) throw new Error(`TB-05 let ${symbol} pass without its contract`);
  const plan = desk.words.sizes === null ? ownPlan(signal, contract, desk) : advisedPlan(signal, contract, desk);
  if ("code" in plan) return { symbol, ...plan };
  const amplified = amplifiedTarget({ direction: side, levels: plan.levels, tickSize: contract.tickSize }, desk);
  const levels = amplified?.levels ?? plan.levels;
  const shrunk = shrunkByFactors({ quantity: plan.size.quantity, stepSize: contract.stepSize }, desk);
  const notionalUsd = text(new Exact(shrunk.quantity).times(levels.referencePrice));
  const size = { ...plan.size, quantity: shrunk.quantity, notionalUsd };
  const tradable = tradableSize(size, contract);
  if (!tradable.passed) return { symbol, code: "SIZE_BELOW_MINIMUM", detail: `${tradable.rule}: ${tradable.reason}` };
  const exposure = coordinatedExposure(Number(notionalUsd), desk);
  if (exposure?.passed === false) return { symbol, code: "HFOS_EXPOSURE", detail: `${exposure.rule}: ${exposure.reason}` };
  const intent = entryIntent({ signal, direction: side, levels, quantity: size.quantity, leverage: plan.leverage, rank }, desk.at);
  const asked = [...findings, ...plan.findings, ...(amplified ? [amplified.finding] : []), ...shrunk.findings, tradable];
  const { calculation } = plan;
  return { intent, rank, signal, levels, size, calculation, findings: exposure ? [...asked, exposure] : asked };
}

interface Plan extends Pick<EntryDecision, "levels" | "size" | "calculation" | "findings"> {
  readonly leverage: number;
}
type NoPlan = Pick<Skip, "code" | "detail">;

/** Levels, size and leverage by the own rules. */
function ownPlan(signal: Signal, contract: Contract, { portfolio, settings }: Desk): Plan | NoPlan {
  const { symbol, side, close, atrRatio } = signal;
  if (side === "NONE" || atrRatio === null || portfolio === null) throw new Error(`TB-05 let ${symbol} pass without its data`);
  const levels = stopAndTarget({ direction: side, close, atrRatio, tickSize: contract.tickSize }, settings);
  if (levels === null) return { code: "DATA_MISSING", detail: "TB-08: no positive price on the tick grid for stop or target" };
  const size = positionSize(portfolio.equityUsd, levels, contract, settings);
  return { levels, size, leverage: leverageOf(contract, settings), calculation: null, findings: [] };
}

/** Levels, size and leverage by the mathematician. */
function advisedPlan(signal: Signal, contract: Contract, { words: { sizes } }: Desk): Plan | NoPlan {
  const advised = advisedSize(signal, sizes ?? { equityUsd: null, sizes: [] }, contract);
  if ("code" in advised) return { code: advised.code, detail: `${advised.finding.rule}: ${advised.finding.reason}` };
  const { calculation, levels, equityUsd, finding } = advised;
  const { quantity, leverage, riskUsd } = calculation;
  const notionalUsd = text(new Exact(quantity).times(levels.referencePrice));
  const size = { equityUsd, riskUsd: String(riskUsd), quantity, notionalUsd };
  return { levels, size, leverage, calculation, findings: [finding] };
}

function whyNoSide({ votes }: Signal): string {
  const reasons = votes.filter(({ probabilityUp }) => probabilityUp === null).map(({ slot, reason }) => `${slot} abstained: ${reason}`);
  return reasons.length > 0 ? reasons.join("; ") : "no edge";
}
