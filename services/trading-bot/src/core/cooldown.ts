import type { Signal } from "@quantum/types";
import { barsClosedBetween } from "./bar-count.ts";
import type { Desk, Finding } from "./desk.ts";
import { lookUp } from "./state.ts";

/** TB-03: after a trade ended, its symbol rests for some bars. */
export function cooldown({ symbol }: Signal, { state, at, intervalMs, settings }: Desk): Finding {
  const limit = settings.cooldownBars;
  const last = lookUp(state.closed, symbol);
  if (!last) return { rule: "TB-03", passed: true, observed: null, limit, reason: "no trade in this symbol ended yet" };
  const bars = barsClosedBetween(last.closedAt, at, intervalMs);
  return {
    rule: "TB-03",
    passed: bars >= limit,
    observed: bars,
    limit,
    reason: `${bars} bars since the last trade ended, ${limit} wanted`,
  };
}
