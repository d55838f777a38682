import type { EventData, FleetEvent } from "@quantum/types";
import { takeBars, takeHistory } from "../decide.ts";
import type { AiEngineState } from "../state.ts";
import { isOwn, type Share } from "./owner.ts";

/** Takes history in, when the symbol is this instance's own. */
export function takeOwnHistory(state: AiEngineState, { data }: FleetEvent<"bars.backfilled">, share: Share): void {
  if (isOwn(data.symbol, share)) takeHistory(state, data);
}

/** Takes the own bars of a new cycle in. False when it, or a newer one, was taken before. */
export function takeOwnBars(state: AiEngineState, data: EventData<"bars.closed">, share: Share): boolean {
  forgetOthers(state, share);
  return takeBars(state, { ...data, bars: data.bars.filter(({ symbol }) => isOwn(symbol, share)) });
}

/** What is known of symbols that went to others would be saved with every commit, and grow old. */
function forgetOthers(state: AiEngineState, share: Share): void {
  if (state.partitions === share.partitions) return;
  for (const symbol of Object.keys(state.symbols)) if (!isOwn(symbol, share)) delete state.symbols[symbol];
  state.partitions = share.partitions;
}
