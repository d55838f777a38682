import { Exact, smaller, text } from "@quantum/exact";
import type { PlanStep, Verdict } from "@quantum/types";
import { type Case, type Known, type Urgency, verdictOf } from "./case.ts";
import { takingBps } from "./costs.ts";
import { depthWithin, partsOf } from "./depth.ts";
import { splitQuantity } from "./dust.ts";
import { failedExit } from "./failed-exit.ts";
import { guardFinding, guardPrice } from "./guard.ts";
import { inputsFinding, knownOf } from "./inputs.ts";
import { LIMITS } from "./limits.ts";
import { liquidationNear } from "./liquidation-near.ts";
import { bestResting, type Resting, restingFinding } from "./maker.ts";
import { patienceBars } from "./on-market.ts";
import { spreadWithin } from "./spread.ts";
import type { Plan } from "./state.ts";
import { urgencyFinding, urgencyOf } from "./urgency.ts";
import { calmEnough } from "./volatility.ts";

/** How an order should be carried out, and why: every rule in the order in which it is asked. */
export function planOrder(one: Case): Plan {
  const verdicts: Verdict[] = [];
  const urgency = decideUrgency(one, verdicts);
  const { known, missing } = knownOf(one);
  verdicts.push(verdictOf("AE-04", inputsFinding(missing)));
  const guard = guardPrice(one, known, urgency);
  const guarded = verdictOf("AE-09", guardFinding(guard, one));
  const plainBps = known === null ? null : takingBps(Number(one.intent.quantity), known);
  const whole = { verdicts, urgency, guard, plainBps };
  if (urgency === "HIGH" || known === null) {
    const steps = [market(one, urgency === "HIGH" ? "urgent: at any price" : "the plain order: too little is known to plan")];
    return planFrom(one, { ...whole, verdicts: [...verdicts, guarded], steps, expectedBps: plainBps });
  }
  const { steps, expectedBps } = patientSteps(one, known, { urgency, guard: guard as Exact, verdicts });
  return planFrom(one, { ...whole, verdicts: [...verdicts, guarded], steps, expectedBps });
}

function decideUrgency(one: Case, verdicts: Verdict[]): Urgency {
  const asked = urgencyOf(one.intent);
  verdicts.push(verdictOf("AE-01", urgencyFinding(one.intent, asked)));
  const findings = [verdict("AE-02", liquidationNear(one)), verdict("AE-03", failedExit(one))].flat();
  verdicts.push(...findings);
  return findings.some(({ passed }) => !passed) ? "HIGH" : asked;
}

function verdict(rule: string, finding: Parameters<typeof verdictOf>[1] | null): Verdict[] {
  return finding === null ? [] : [verdictOf(rule, finding)];
}

/** What may rest, rests first; what is too large for the book goes in parts; a guarded IOC takes what is left. */
function patientSteps(
  one: Case,
  known: Known,
  by: { urgency: Exclude<Urgency, "HIGH">; guard: Exact; verdicts: Verdict[] },
): { steps: PlanStep[]; expectedBps: number } {
  const { intent, settings } = one;
  const plainBps = takingBps(Number(intent.quantity), known);
  const resting = bestResting(one, known, by);
  const spread = spreadWithin(known, settings);
  const calm = calmEnough(known, settings);
  const pays = restingFinding(resting, plainBps, settings.makerMarginBps);
  by.verdicts.push(verdictOf("AE-05", spread), verdictOf("AE-06", depthWithin(intent, known, settings)));
  by.verdicts.push(verdictOf("AE-07", calm), verdictOf("AE-08", pays));
  const mayRest = resting !== null && calm.passed;
  const waitMs = patienceBars(one.state, settings) * known.barMs;
  const inTime = Math.max(1, Math.floor((LIMITS.entryCycles * (one.state.cycleMs ?? known.barMs)) / waitMs));
  const parts = mayRest ? Math.min(inTime, partsOf(Number(intent.quantity), known, settings.touchMultiple)) : 1;
  const restsFirst = mayRest && (pays.passed || !spread.passed);
  const split = splitQuantity(intent.quantity, parts, { ...known, lowestPrice: smaller(new Exact(known.bid), by.guard) });
  const ladder = { resting, restsFirst, split, guard: by.guard, waitMs };
  return { steps: stepsOf(one, ladder), expectedBps: restsFirst ? resting.meanBps : takingBps(Number(split[0]), known) };
}

interface Ladder {
  readonly resting: Resting | null;
  readonly restsFirst: boolean;
  readonly split: readonly Exact[];
  readonly guard: Exact;
  readonly waitMs: number;
}

/** Part by part: rest, then take. The last step may take all that is left. */
function stepsOf({ intent }: Case, { resting, restsFirst, split, guard, waitMs }: Ladder): PlanStep[] {
  const steps: PlanStep[] = [];
  let left = new Exact(intent.quantity);
  let waits = 0;
  split.forEach((part, place) => {
    const isLast = place === split.length - 1;
    if (resting !== null && (restsFirst || place > 0)) {
      waits += 1;
      const untilAt = intent.decidedAt + waits * waitMs;
      const reason = place === 0 ? "cheaper to rest first" : "the book fills up again meanwhile";
      steps.push({ kind: "MAKER", quantity: text(left), price: text(resting.price), untilAt, reason });
    }
    const reason = isLast ? "takes what is left, up to the guard" : `part ${place + 1} of ${split.length}, up to the guard`;
    steps.push({ kind: "IOC", quantity: isLast ? intent.quantity : text(part), price: text(guard), untilAt: null, reason });
    left = left.minus(part);
  });
  return steps;
}

function market({ intent }: Case, reason: string): PlanStep {
  return { kind: "MARKET", quantity: intent.quantity, price: null, untilAt: null, reason };
}

function planFrom(
  { intent }: Case,
  by: {
    urgency: Urgency;
    guard: Exact | null;
    steps: PlanStep[];
    verdicts: Verdict[];
    plainBps: number | null;
    expectedBps: number | null;
  },
): Plan {
  const { intentId, tradeId, symbol, referencePrice } = intent;
  return {
    intentId,
    tradeId,
    symbol,
    urgency: by.urgency,
    arrivalPrice: referencePrice,
    guardPrice: by.guard === null ? null : text(by.guard),
    steps: by.steps,
    expectedShortfallBps: by.expectedBps,
    plainShortfallBps: by.plainBps,
    verdicts: by.verdicts,
  };
}
