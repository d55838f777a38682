import { barProblems } from "@quantum/market";
import type { Bar, Interval } from "@quantum/types";
import { LIMITS } from "./limits.ts";
import type { SymbolState } from "./state.ts";

/** What a bar is worth: it follows the one before, it comes after a gap, or it is no bar at all. */
export type BarWorth = "SOUND" | "AFTER_GAP" | "BAD";

/** MSC-01: a bar counts if it is sound; if it does not follow the one before, what was known of the moment is void. */
export function worthOf(bar: Bar, closeAt: number, interval: Interval): BarWorth {
  if (barProblems(bar, interval).length > 0) return "BAD";
  return closeAt !== 0 && bar.openAt !== closeAt ? "AFTER_GAP" : "SOUND";
}

/** Why a symbol cannot be judged now; null when it can. `closeAt`: the close that is asked about. */
export function unknownReason(known: SymbolState | undefined, closeAt: number): string | null {
  if (known === undefined || known.closeAt !== closeAt) return "no usable bar at this close";
  if (known.idleBars > LIMITS.maxIdleBars) return `${known.idleBars} bars without trades, at most ${LIMITS.maxIdleBars} are a pause`;
  if (known.measures.count < LIMITS.leastHistoryBars) return `${known.measures.count} of ${LIMITS.leastHistoryBars} bars of history`;
  if (known.unbrokenBars < LIMITS.leastUnbrokenBars) return `${known.unbrokenBars} of ${LIMITS.leastUnbrokenBars} unbroken bars`;
  if (known.hold.state === "UNKNOWN") return "no state is likely enough yet";
  return null;
}
