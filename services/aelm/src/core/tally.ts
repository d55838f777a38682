import type { Shortfall, Tally } from "./state.ts";

/** Adds one order to the averages of its kind. */
export function count(tally: Tally, { totalBps, otherBps }: Pick<Shortfall, "totalBps" | "otherBps">): void {
  tally.parents += 1;
  tally.totalBps += (totalBps - tally.totalBps) / tally.parents;
  if (otherBps === null) return;
  tally.compared += 1;
  tally.comparedTotalBps += (totalBps - tally.comparedTotalBps) / tally.compared;
  tally.otherBps += (otherBps - tally.otherBps) / tally.compared;
}
