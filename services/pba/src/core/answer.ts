import { speaks } from "@quantum/roster";
import { type Effect, emit, type FleetEvent } from "@quantum/types";
import { assess } from "./assess.ts";
import { settingsAt } from "./directives.ts";
import { LIMITS, type PbaSettings } from "./limits.ts";
import type { PbaState, Pending } from "./state.ts";

/** Name of the wake-up that ends the wait for a portfolio. */
export const WAIT_OVER = "wait over";

/** Proposals came: answered at once when the cycle's portfolio is here, else kept for it, for a while. A cycle is answered once. */
export function onProposals(state: PbaState, input: FleetEvent<"trades.proposed">, settings: PbaSettings): Effect[] {
  const cycle = input.cycle ?? input.at;
  if (state.answered.includes(cycle) || state.pending?.cycle === cycle) return [];
  const earlier = state.pending ? answerPending(state, state.pending, settings) : [];
  state.pending = { cycle, proposals: input.data.proposals };
  const answer = answerIfReady(state, settings);
  if (answer.length > 0) return [...earlier, ...answer];
  return [...earlier, { kind: "wake", name: WAIT_OVER, afterMs: settings.waitMs, data: { cycle } }];
}

/** Answers what waits once nothing it waits for can still come: it is here, or whoever would say it is not on the roster. */
export function answerIfReady(state: PbaState, settings: PbaSettings): Effect[] {
  const { pending } = state;
  if (pending === null) return [];
  const valuedAt = state.portfolio?.cycle ?? 0;
  const awaited = [...(valuedAt < pending.cycle ? ["portfolio_intelligence"] : []), ...(state.barsAt < pending.cycle ? ["execution"] : [])];
  return awaited.some((service) => speaks(state.roster, service)) ? [] : answerPending(state, pending, settings);
}

/** The wait is over: what has not come is missing. */
export function onWaitOver(state: PbaState, cycle: unknown, settings: PbaSettings): Effect[] {
  return state.pending !== null && state.pending.cycle === cycle ? answerPending(state, state.pending, settings) : [];
}

function answerPending(state: PbaState, { cycle, proposals }: Pending, settings: PbaSettings): Effect[] {
  const portfolio = state.portfolio?.cycle === cycle ? state.portfolio : null;
  const data = assess(state, { proposals, portfolio, at: cycle }, settingsAt(state, cycle, settings));
  state.pending = null;
  state.last = { cycle, ...data };
  state.answered.push(cycle);
  state.answered.splice(0, Math.max(0, state.answered.length - LIMITS.rememberedCycles));
  return [emit("trades.reviewed", data, cycle)];
}
