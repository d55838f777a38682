import { type Decision, type Difference, type Effect, emit, type FleetEvent, type Input } from "@quantum/types";
import Big from "big.js";
import type { Case } from "./case.ts";
import { classify } from "./classify.ts";
import { remember } from "./history.ts";
import { LIMITS, type PilSettings } from "./limits.ts";
import { UNKNOWN_PREFIX } from "./orphan.ts";
import { lookUp, type PilState } from "./state.ts";

/** One answer to every valuation of the portfolio. */
export function decide(state: PilState, input: Input, settings: PilSettings): Decision<PilState> {
  return { state, effects: input.type === "portfolio.valued" ? onValued(state, input, settings) : [] };
}

function onValued(state: PilState, input: FleetEvent<"portfolio.valued">, settings: PilSettings): Effect[] {
  const cycle = input.cycle ?? input.at;
  if (state.answered.includes(cycle)) return [];
  const held = input.data.positions.map((position) => {
    const history = lookUp(state.history, position.tradeId) ?? [];
    const classified = classify(position, history, settings);
    if (position.rMultiple !== null) {
      remember(history, position.ageBars, position.rMultiple);
      state.history[position.tradeId] = history;
    }
    return classified;
  });
  const unknown = input.data.differences.flatMap(unclaimed).map((position) => classify(position, [], settings));
  const positions = [...held, ...unknown];
  const newest = cycle >= (state.last?.cycle ?? 0);
  if (newest) {
    state.last = { cycle, positions };
    forget(state, new Set(held.map(({ tradeId }) => tradeId)));
  }
  state.answered.push(cycle);
  state.answered.splice(0, Math.max(0, state.answered.length - LIMITS.rememberedCycles));
  return [emit("positions.classified", { positions }, cycle)];
}

/** A position of the exchange of which the ledger holds nothing at all. */
function unclaimed({ symbol, kind, ours, theirs }: Difference): Case["position"][] {
  if (symbol === null || kind !== "position" || !new Big(ours).eq(0) || new Big(theirs).eq(0)) return [];
  return [{ tradeId: `${UNKNOWN_PREFIX}${symbol}`, symbol, rMultiple: null, maxFavourableR: null, maxAdverseR: null, ageBars: 0 }];
}

/** Trades that are over. */
function forget(state: PilState, open: ReadonlySet<string>): void {
  for (const tradeId of Object.keys(state.history)) if (!open.has(tradeId)) delete state.history[tradeId];
}
