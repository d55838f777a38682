import { describe, expect, it } from "@jest/globals";
import { Exact } from "@quantum/exact";
import { createRandom, nextUniform, type Random } from "@quantum/market";
import type { Intent } from "@quantum/types";
import { BAR_MS, CONTRACT, closed, history, intent, listed, quoted, SYMBOL, T0 } from "../../test/scenario.ts";
import { type AelmState, createAelmCore, DEFAULT_SETTINGS, LIMITS, type Plan, planOrder } from "./index.ts";

const CASES = 100_000;
const uniform = (random: Random, low: number, high: number) => low + (high - low) * nextUniform(random);
const int = (random: Random, low: number, high: number) => Math.floor(uniform(random, low, high + 1));
const core = createAelmCore();
const ready = [history(200, 9), closed(T0, { low: 99.9, high: 100.1, close: 100 })].reduce<AelmState>(
  (state, event) => core.decide(state, event).state,
  core.initial(),
);

describe("plans", () => {
  it(`of ${CASES} random orders in random books never exceed the order, are legal at the exchange, keep to the guard and end`, () => {
    const random = createRandom("plans");
    for (let i = 0; i < CASES; i++) {
      const { order, state } = randomCase(random);
      const plan = planOrder({ intent: order, state, settings: DEFAULT_SETTINGS });
      const found = faultsOf(plan, order, state) ?? faultOfRun(plan, order, random);
      if (found !== null) throw new Error(`${found}: ${JSON.stringify({ order, plan, contract: state.contracts[SYMBOL] })}`);
    }
    expect.hasAssertions();
    expect(CASES).toBe(100_000);
  }, 60_000);
});

function randomCase(random: Random): { order: Intent; state: AelmState } {
  const tickSize = ["0.0001", "0.001", "0.01", "0.05", "0.1"][int(random, 0, 4)] as string;
  const stepSize = ["0.001", "0.01", "0.1", "1"][int(random, 0, 3)] as string;
  const contract = {
    ...CONTRACT,
    tickSize,
    stepSize,
    minQuantity: stepSize,
    minNotionalUsd: ["5", "20", "100"][int(random, 0, 2)] as string,
  };
  const tick = Number(tickSize);
  const bidTicks = Math.round(100 / tick) - int(random, 0, 20);
  const bid = Number(new Exact(bidTicks).times(tickSize));
  const ask = Number(new Exact(bidTicks + 1 + int(random, 0, 30)).times(tickSize));
  const depth = () => (nextUniform(random) < 0.05 ? 0 : 10 ** uniform(random, -2, 4));
  const motion = { ...(ready.motion[SYMBOL] as AelmState["motion"][string]) };
  const state: AelmState = { ...ready, contracts: {}, quotes: {}, motion: { [SYMBOL]: motion } };
  for (const event of [listed(contract), quoted(T0, { bid, ask, bidQuantity: depth(), askQuantity: depth() })]) core.decide(state, event);
  if (nextUniform(random) < 0.05) delete state.quotes[SYMBOL];
  motion.lastRangeBps = motion.rangeBps * uniform(random, 0, 5);
  return { order: randomOrder(random, { stepSize, tickSize }), state };
}

function randomOrder(random: Random, { stepSize, tickSize }: { stepSize: string; tickSize: string }): Intent {
  const steps = Math.ceil(10 ** uniform(random, 0, 6));
  const side = nextUniform(random) < 0.5 ? "BUY" : "SELL";
  const exits = nextUniform(random) < 0.5;
  const reason = ["EXIT_TIME: x", "EXIT_STOP: x", "EXIT_OPPOSITE_SIGNAL: x", "else"][int(random, 0, 3)] as string;
  const limit = nextUniform(random) < 0.2;
  const price = new Exact(Math.round((100 + uniform(random, -0.3, 0.3)) / Number(tickSize))).times(tickSize).toFixed();
  const referencePrice = new Exact(100 + uniform(random, -0.2, 0.2)).round(4).toFixed();
  const quantity = new Exact(steps).times(stepSize).toFixed();
  return intent({
    side,
    quantity,
    referencePrice,
    reason,
    purpose: exits ? "EXIT" : "ENTRY",
    type: limit ? "LIMIT" : "MARKET",
    price: limit ? price : null,
  });
}

function faultsOf(plan: Plan, order: Intent, state: AelmState): string | null {
  const contract = state.contracts[SYMBOL] as NonNullable<AelmState["contracts"][string]>;
  const buys = order.side === "BUY";
  const last = plan.steps.at(-1);
  if (plan.urgency === "HIGH" && (plan.guardPrice !== null || last?.kind !== "MARKET")) return "an urgent exit may not end flat";
  if (plan.urgency !== "HIGH" && plan.guardPrice === null) return "no guard";
  if (last?.kind === "MAKER" || last?.quantity !== order.quantity) return "the last step may leave something";
  if (plan.guardPrice !== null && beyondCollar(plan.guardPrice, order)) return "the guard is looser than the collar";
  let untilAt = order.decidedAt;
  for (const step of plan.steps) {
    const quantity = new Exact(step.quantity);
    if (quantity.lte(0) || quantity.gt(order.quantity)) return "a step exceeds the order";
    if (!quantity.mod(contract.stepSize).eq(0)) return "a quantity is off the step";
    if (step.price !== null && !new Exact(step.price).mod(contract.tickSize).eq(0)) return "a price is off the tick";
    const small =
      quantity.lt(contract.minQuantity) ||
      quantity.times(Math.min(state.quotes[SYMBOL]?.bid ?? 100, Number(plan.guardPrice))).lt(contract.minNotionalUsd);
    if (small && step.quantity !== order.quantity && step.kind !== "MAKER") return "a part is too small";
    if (step.price !== null && plan.guardPrice !== null && isWorse(step.price, plan.guardPrice, buys)) return "a price is beyond the guard";
    if (step.price !== null && order.price !== null && isWorse(step.price, order.price, buys)) return "a price is beyond the order's limit";
    if ((step.kind === "MAKER") !== (step.untilAt !== null)) return "only a maker waits";
    if (step.untilAt !== null && step.untilAt <= untilAt) return "a wait ends before it begins";
    if (step.untilAt !== null && (step.untilAt - T0) % BAR_MS !== 0) return "a wait ends between two bars";
    untilAt = step.untilAt ?? untilAt;
    const quote = state.quotes[SYMBOL];
    if (step.kind === "MAKER" && quote && (buys ? Number(step.price) >= quote.ask : Number(step.price) <= quote.bid))
      return "a maker takes";
  }
  return null;
}

const isWorse = (price: string, bound: string, buys: boolean) => (buys ? new Exact(price).gt(bound) : new Exact(price).lt(bound));
const beyondCollar = (guard: string, { referencePrice }: Intent) =>
  new Exact(guard).minus(referencePrice).abs().gt(new Exact(referencePrice).times(LIMITS.collarBps).div(10_000));

/** Whatever its steps fill or do not, the sum stays within the order. */
function faultOfRun(plan: Plan, order: Intent, random: Random): string | null {
  let left = new Exact(order.quantity);
  for (const step of plan.steps) {
    const most = new Exact(step.quantity).lt(left) ? new Exact(step.quantity) : left;
    left = left.minus(most.times(int(random, 0, 4)).div(4));
  }
  return left.lt(0) ? "more was filled than ordered" : null;
}
