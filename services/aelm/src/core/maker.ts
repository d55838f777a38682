import { Exact, multipleAbove, multipleBelow } from "@quantum/exact";
import { type Case, type Finding, inBps, type Known, signOf, type Urgency } from "./case.ts";
import { takingBps } from "./costs.ts";
import { expect } from "./fill-odds.ts";
import { LIMITS } from "./limits.ts";
import { lookUp } from "./state.ts";

/** One place where the order could rest, and what that may be expected to cost. */
export interface Resting {
  readonly price: Exact;
  readonly fillRate: number;
  /** Mean cost, and mean cost with the bad outcomes weighing more, bps. */
  readonly meanBps: number;
  readonly carefulBps: number;
}

/** AE-08: the order rests first where that is expected to be cheaper than taking, the bad outcomes weighing more than the good ones. */
export function bestResting(one: Case, known: Known, by: { urgency: Exclude<Urgency, "HIGH">; guard: Exact }): Resting | null {
  let best: Resting | null = null;
  for (const price of placesOf(one, known, by.guard)) {
    const resting = appraise(one, known, { price, urgency: by.urgency });
    if (best === null || resting.carefulBps < best.carefulBps) best = resting;
  }
  return best;
}

/** AE-08 in words. */
export function restingFinding(resting: Resting | null, plainBps: number, marginBps: number): Finding {
  const limit = plainBps - marginBps;
  if (resting === null) return { passed: false, observed: null, limit, reason: "there is no price at which it could rest" };
  const { carefulBps, meanBps, fillRate, price } = resting;
  const shown = `at ${price.toFixed()} it fills in ${Math.round(fillRate * 100)} of 100 cases and costs ${inBps(meanBps)} on average`;
  const reason = `${shown}, ${inBps(carefulBps)} with care; taking costs ${inBps(plainBps)}`;
  return { passed: carefulBps <= limit, observed: carefulBps, limit, reason };
}

/** Within the guard, from the best price that takes nothing to the touch of the own side: one tick inside the spread, its middle, the touch. */
function placesOf({ intent }: Pick<Case, "intent">, { contract, bid, ask, middle }: Known, guard: Exact): Exact[] {
  const tick = new Exact(contract.tickSize);
  const buys = intent.side === "BUY";
  const own = new Exact(buys ? bid : ask);
  const inside = buys ? new Exact(ask).minus(tick) : new Exact(bid).plus(tick);
  const between = buys ? multipleBelow(new Exact(middle), tick) : multipleAbove(new Exact(middle), tick);
  const worse = (price: Exact) => (buys ? price.lt(own) : price.gt(own));
  const takes = (price: Exact) => (buys ? price.gt(inside) : price.lt(inside));
  const allowed = (price: Exact) => price.gt(0) && (buys ? price.lte(guard) : price.gte(guard));
  return [inside, between, own].filter((price) => !worse(price) && !takes(price) && allowed(price));
}

function appraise({ intent, state, settings }: Case, known: Known, at: { price: Exact; urgency: Exclude<Urgency, "HIGH"> }): Resting {
  const { price, urgency } = at;
  const { rangeBps, halfSpreadBps, contract, close } = known;
  const distanceBps = ((signOf(intent) * (close - price.toNumber())) / close) * 10_000;
  const through = (distanceBps + LIMITS.throughHalfSpreads * halfSpreadBps) / rangeBps;
  const own = lookUp(state.motion, intent.symbol)?.odds ?? null;
  const { fillRate, missed, missedCost } = expect(own, state.odds, { side: intent.side, distance: through });
  const filledBps = contract.makerFeeBps - distanceBps;
  const meanBps = fillRate * filledBps + (1 - fillRate) * takingBps(Number(intent.quantity), known) + missed * rangeBps;
  return { price, fillRate, meanBps, carefulBps: meanBps + settings.tailAversion[urgency] * missedCost * rangeBps };
}
