import { type Effect, emit, type Input } from "@quantum/types";
import { cycleEnd } from "./complete.ts";
import { abandonWake, CYCLE_DEADLINE, cycleOfWake, REVIEW_DEADLINE } from "./deadline.ts";

/**
 * What is said when this core threw on an input: the error, and whatever keeps the promise of one `cycle.completed` per bar. A bar
 * that could not be read is over at once; a deadline or an order's end that could not be read gives the cycle up; for an answer that could not be
 * read the deadline comes.
 */
export function failureEffects(input: Input, error: Error): Effect[] {
  const at = input.type === "bars.closed" ? input.data.closeAt : input.cycle;
  const told = emit("trading.cycleFailed", { code: "TRADING_CYCLE_ERROR", reason: `${input.type} (${input.id}): ${error.message}` }, at);
  switch (input.type) {
    case "bars.closed":
      return [
        told,
        ...cycleEnd({ at: input.data.closeAt, outcome: "EXPIRED", signals: 0, requested: 0, settled: 0, skips: [], missing: [], said: [] }),
      ];
    case "order.settled":
    case "order.refused":
      return [told, abandonWake(input.cycle ?? null)];
    case "wake":
      return input.data.name === CYCLE_DEADLINE || input.data.name === REVIEW_DEADLINE ? [told, abandonWake(cycleOfWake(input))] : [told];
    default:
      return [told];
  }
}
