import { type Bar, type EventData, INTERVAL_MS } from "@quantum/types";
import { signOf } from "./case.ts";
import { type AelmState, lookUp, type Parent } from "./state.ts";

/**
 * What the way not taken cost, once the bars tell: a limit is filled where a bar trades through it, never where it is only touched; else the rest is
 * taken at the close at which patience ends. Undefined: not known yet. Null: it cannot be known.
 */
export function imaginedBps(parent: Parent, state: Pick<AelmState, "motion">, data: EventData<"bars.closed">): number | null | undefined {
  const { imagined, side, decidedAt } = parent;
  if (imagined === null) return null;
  const bar = data.bars.find(({ symbol }) => symbol === parent.symbol)?.bar ?? null;
  const isWithin = bar !== null && bar.openAt >= decidedAt && bar.openAt + INTERVAL_MS[data.interval] <= imagined.untilAt;
  if (isWithin && goesThrough(bar, side, imagined.price)) return imagined.filledBps;
  if (data.closeAt < imagined.untilAt) return undefined;
  const motion = lookUp(state.motion, parent.symbol);
  if (motion === null || motion.closeAt < imagined.untilAt) return null;
  return takenBps(parent, motion.close);
}

function goesThrough({ low, high }: Bar, side: Parent["side"], price: number): boolean {
  return side === "BUY" ? low < price : high > price;
}

/** Beyond the guard nothing is taken: only the move is lost. */
function takenBps({ imagined, arrivalPrice, ...parent }: Parent, close: number): number | null {
  if (imagined === null) return null;
  const sign = signOf(parent);
  const arrival = Number(arrivalPrice);
  const moveBps = ((sign * (close - arrival)) / arrival) * 10_000;
  const isBeyond = imagined.guardPrice !== null && sign * (close - imagined.guardPrice) > 0;
  return isBeyond ? moveBps : moveBps + imagined.takenBps;
}
