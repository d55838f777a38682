import { type EventData, INTERVAL_MS } from "@quantum/types";
import { dueAtOf } from "./label.ts";
import type { ClmState } from "./state.ts";

/**
 * CLM-06: closes that nobody published one by one, because the market could not be followed, come as history. A prediction whose horizon was in that time is
 * labelled with the close it asked for all the same, when the next cycle closes.
 */
export function takeLateCloses(state: ClmState, { symbol, interval, bars }: EventData<"bars.backfilled">): void {
  if (state.open.length === 0) return;
  const closes = new Map(bars.map(({ openAt, close }) => [openAt + INTERVAL_MS[interval], close]));
  for (const batch of state.open) {
    const close = batch.interval === interval ? closes.get(dueAtOf(batch) ?? 0) : undefined;
    const prediction = close === undefined ? undefined : batch.predictions.find((one) => one.symbol === symbol);
    if (prediction !== undefined && close !== undefined) prediction.lateClose = close;
  }
}
