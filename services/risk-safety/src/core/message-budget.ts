import { atMost, ENLARGING, type Rule } from "./rule.ts";

/**
 * RS-15: at most so many orders in a window of market time and in one cycle. Exits count, but are never stopped by it; so does an addition that waits for
 * the stop in front of it.
 */
export const messageBudget: Rule = {
  id: "RS-15",
  code: "MESSAGE_BUDGET",
  applies: ENLARGING,
  check: ({ state, at, cycle, settings }) => {
    const kept = Object.values(state.reservations).filter(({ ahead }) => ahead).length;
    const inWindow = kept + state.messages.filter((message) => message.at > at - settings.messageWindowMs).length;
    const window = atMost(inWindow + 1, settings.messageBudget, "orders in the window, this one included");
    if (!window.passed || cycle === null) return window;
    const inCycle = kept + state.messages.filter((message) => message.cycle === cycle).length;
    const perCycle = atMost(inCycle + 1, settings.messageBudgetPerCycle, "orders in the cycle, this one included");
    return perCycle.passed ? window : perCycle;
  },
};
