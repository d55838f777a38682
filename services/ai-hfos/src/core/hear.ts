import { hearWord } from "@quantum/roster";
import { binds, type EventData, type FleetEvent } from "@quantum/types";
import type { HfosState, Words, WordType } from "./state.ts";

/** What is kept of each word. */
const KEPT: { readonly [T in WordType]: (data: EventData<T>) => Words[T]["word"] } = {
  "portfolio.valued": ({ drawdownRatio, equityUsd }) => ({ drawdownRatio: Number(equityUsd) > 0 ? drawdownRatio : null }),
  "regime.classified": ({ market, riskMode }) => ({ state: market.state, riskMode, volatilityRatio: market.volatilityRatio }),
  "policy.set": ({ allowTrades, minConfidence, rowId }) => ({ allowTrades, minConfidence, rowId }),
  "universe.updated": ({ members }) => ({
    active: members.filter(({ status }) => status === "ACTIVE").map(({ symbol }) => symbol),
    reduceOnly: members.filter(({ status }) => status === "REDUCE_ONLY").map(({ symbol }) => symbol),
  }),
  "opportunities.ranked": ({ opportunities, limit }) => ({
    top: opportunities.filter(({ rank, expectedValueBps }) => rank <= limit && expectedValueBps > 0).map(({ symbol }) => symbol),
  }),
  "positions.classified": ({ positions }) => ({
    classes: positions.map(({ tradeId, symbol, class: name }) => ({ tradeId, symbol, class: name })),
  }),
  "sizes.advised": ({ sizes }) => ({ sized: sizes.filter(({ outcome }) => outcome === "SIZED").map(({ symbol }) => symbol) }),
  "amplification.advised": ({ advice }) => ({
    added: advice.filter(({ action }) => action === "ADD_SIZE").map(({ tradeId, symbol }) => ({ tradeId, symbol })),
  }),
  "emergency.judged": ({ level }) => ({ level }),
};

/** Keeps what somebody said for the open cycle or one to come. */
export function hear<T extends WordType>(state: HfosState, input: FleetEvent<T>): void {
  const type = input.type as T;
  const word = KEPT[type](input.data as never) as Words[T]["word"];
  hearWord(state.wait, type, { cycle: input.cycle, word: { binding: binds(input.mode), word } as Words[T] });
}

/** pba answers after this service, so what it wants reduced counts for the next cycle. */
export function hearReview(state: HfosState, { data, cycle, mode }: FleetEvent<"trades.reviewed">): void {
  if (cycle === undefined || cycle < (state.reductions?.cycle ?? 0)) return;
  state.reductions = { cycle, binding: binds(mode), trades: data.reductions.map(({ tradeId }) => tradeId) };
}
