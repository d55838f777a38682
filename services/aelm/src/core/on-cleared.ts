import { type Effect, emit, type FleetEvent, type Intent } from "@quantum/types";
import { signOf } from "./case.ts";
import { type AelmSettings, LIMITS } from "./limits.ts";
import { planOrder } from "./plan.ts";
import { type AelmState, type Imagined, keepNewest, lookUp, type Parent, type Plan } from "./state.ts";

/** Exactly one plan for every binding entry or exit that risk_safety cleared. */
export function onCleared(state: AelmState, event: FleetEvent<"order.cleared">, settings: AelmSettings): Effect[] {
  const { intent, binding } = event.data;
  if (event.source !== "risk_safety" || !binding) return [];
  if (intent.purpose !== "ENTRY" && intent.purpose !== "EXIT") return [];
  if (state.answered.includes(intent.intentId)) return [];
  state.answered.push(intent.intentId);
  keepNewest(state.answered, LIMITS.rememberedIntents);
  const plan = planOrder({ intent, state, settings });
  follow(state, { intent, plan, cycle: event.cycle ?? null });
  state.plans.push(plan);
  keepNewest(state.plans, LIMITS.shownPlans);
  const row = {
    at: event.at,
    cycle: event.cycle ?? null,
    trade_id: intent.tradeId,
    symbol: intent.symbol,
    purpose: intent.purpose,
    urgency: plan.urgency,
    plan,
  };
  return [emit("order.planned", plan), { kind: "store", table: "plans", key: intent.intentId, row }];
}

function follow(state: AelmState, { intent, plan, cycle }: { intent: Intent; plan: Plan; cycle: number | null }): void {
  const { intentId, tradeId, symbol, purpose, side, quantity, referencePrice, decidedAt } = intent;
  const parent: Parent = {
    ...{ intentId, tradeId, symbol, purpose, side, quantity, decidedAt, cycle },
    arrivalPrice: referencePrice,
    firstKind: plan.steps[0]?.kind ?? "MARKET",
    bound: false,
    unguarded: plan.guardPrice === null,
    worstPrice: null,
    plainBps: plan.plainShortfallBps,
    imagined: imaginedOf(state, intent, plan),
    imaginedKnown: false,
    imaginedBps: null,
    firstMiddle: null,
    followed: false,
    children: {},
    filledQuantity: "0",
    costUsd: "0",
    feeUsd: "0",
    spreadUsd: 0,
    measured: null,
  };
  state.parents[intentId] = parent;
  const known = Object.keys(state.parents);
  for (const oldest of known.slice(0, Math.max(0, known.length - LIMITS.followedParents))) delete state.parents[oldest];
}

/** The limit that would have rested first, if one would. */
function imaginedOf(state: AelmState, intent: Intent, plan: Plan): Imagined | null {
  const [first] = plan.steps;
  const contract = lookUp(state.contracts, intent.symbol);
  if (first?.kind !== "MAKER" || first.price === null || first.untilAt === null || !contract || plan.plainShortfallBps === null)
    return null;
  const arrival = Number(intent.referencePrice);
  const price = Number(first.price);
  return {
    price,
    untilAt: first.untilAt,
    guardPrice: plan.guardPrice === null ? null : Number(plan.guardPrice),
    filledBps: ((signOf(intent) * (price - arrival)) / arrival) * 10_000 + contract.makerFeeBps,
    takenBps: plan.plainShortfallBps,
  };
}
