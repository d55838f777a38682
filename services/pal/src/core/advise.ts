import { text } from "@quantum/exact";
import type { AmplificationAdvice } from "@quantum/types";
import { addSize } from "./add-size.ts";
import { type Case, lossAtStop, type Plan, type Proposal } from "./case.ts";
import { completeData } from "./complete-data.ts";
import { enoughProfit } from "./enough-profit.ts";
import { extendHold } from "./extend-hold.ts";
import { type Finding, verdictOf } from "./finding.ts";
import { partialTakeProfit } from "./partial-take-profit.ts";
import { type Held, planHolds } from "./plan-holds.ts";
import { allows, riskModeAllows } from "./risk-mode.ts";
import type { Rule } from "./rule.ts";
import { strongTrend } from "./strong-trend.ts";
import { tightenTrail } from "./tighten-trail.ts";
import { switchToTrendExit } from "./trend-exit.ts";
import { winner } from "./winner.ts";

/** What may be done with a winner, in the order in which it is asked; the first that can be done is. */
const RULES: readonly (readonly [AmplificationAdvice["action"], Rule])[] = [
  ["PARTIAL_TAKE_PROFIT", partialTakeProfit],
  ["ADD_SIZE", addSize],
  ["SWITCH_TO_TREND_EXIT", switchToTrendExit],
  ["TIGHTEN_TRAIL", tightenTrail],
  ["EXTEND_HOLD", extendHold],
];

const NOTHING: Proposal = { action: "NO_ACTION", steps: [] };

/** What to do with one trade: nothing, unless it may be amplified at all; then the first thing that can be done and keeps the plan. */
export function advise(about: Case): AmplificationAdvice {
  const { finding: data, plan } = completeData(about);
  const gates = [riskModeAllows(about.riskMode), data, winner(about), enoughProfit(about), strongTrend(about)];
  if (plan === null || gates.some(({ passed }) => !passed))
    return adviceOf(about, plan, { proposal: NOTHING, findings: gates, held: null });
  const findings = [...gates];
  for (const [action, rule] of RULES) {
    if (!allows(about.riskMode, action)) continue;
    const { finding, proposal } = rule(plan);
    findings.push(finding);
    if (proposal === null) continue;
    const held = planHolds(plan, proposal);
    findings.push(held.finding);
    if (held.finding.passed) return adviceOf(about, plan, { proposal, findings, held });
  }
  return adviceOf(about, plan, { proposal: NOTHING, findings, held: null });
}

interface Outcome {
  readonly proposal: Proposal;
  readonly findings: readonly Finding[];
  readonly held: Held | null;
}

function adviceOf({ trade, memory }: Case, plan: Plan | null, { proposal, findings, held }: Outcome): AmplificationAdvice {
  const { tradeId, symbol, direction, initialRiskUsd } = trade;
  const { action, steps, quantity, limitPrice, newStop, holdUntilBars, trendExit = memory.trendExit } = proposal;
  const standing = plan === null ? null : lossAtStop(plan, plan.stop).toNumber();
  return {
    tradeId,
    symbol,
    direction,
    action,
    steps: [...steps],
    quantity: quantity === undefined ? null : text(quantity),
    limitPrice: limitPrice === undefined ? null : text(limitPrice),
    newStopPrice: newStop === undefined || !steps.includes("MOVE_STOP") ? null : text(newStop),
    holdUntilBars: holdUntilBars ?? memory.holdUntilBars,
    trendExit,
    plannedLossBeforeUsd: held?.beforeUsd ?? standing,
    plannedLossAfterUsd: held?.afterUsd ?? standing,
    originalRiskUsd: initialRiskUsd,
    verdicts: findings.map(verdictOf),
  };
}
