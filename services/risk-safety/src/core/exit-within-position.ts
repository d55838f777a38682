import { LIMITS } from "./limits.ts";
import { atMost, type Case, Exact, found, type Rule } from "./rule.ts";

/**
 * RS-16: an exit is against its position and, with the exits still on their way, not larger than it. With no word from the
 * exchange yet an exit passes: it is reduce-only there, and doubt never bars the way out.
 */
export const exitWithinPosition: Rule = {
  id: "RS-16",
  code: "EXIT_EXCEEDS_POSITION",
  applies: ["EXIT"],
  check: (order) => {
    const { intent, state } = order;
    if (!state.account) return found(true, null, "positions are not known yet; the exchange holds it to reduce-only");
    const held = new Exact(state.positions[intent.symbol]?.quantity ?? "0");
    if (held.eq(0)) return found(false, "0", "there is no position to leave");
    if (held.gt(0) !== (intent.side === "SELL")) return found(false, held.toFixed(), "the exit is on the side of the position");
    return atMost(pendingExits(order).plus(intent.quantity), held.abs(), "quantity of this exit and those on their way");
  },
};

function pendingExits({ intent, state, at }: Case): Exact {
  return Object.values(state.reservations)
    .filter(
      (exit) =>
        exit.purpose === "EXIT" && exit.symbol === intent.symbol && at - Math.max(exit.at, exit.workingUntil) < LIMITS.exitReservationMs,
    )
    .reduce((sum, exit) => sum.plus(exit.remaining), new Exact(0));
}
