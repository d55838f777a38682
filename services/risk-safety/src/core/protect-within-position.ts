import { atMost, Exact, found, type Rule } from "./rule.ts";

/** RS-17: a stop protects a position that is there, on its other side, and not more of it than there is. Positions nobody told of are none. */
export const protectWithinPosition: Rule = {
  id: "RS-17",
  code: "EXIT_EXCEEDS_POSITION",
  applies: ["PROTECT"],
  check: ({ intent, state }) => {
    const held = new Exact(state.positions[intent.symbol]?.quantity ?? "0");
    if (held.eq(0)) return found(false, "0", "there is no position to protect");
    if (held.gt(0) !== (intent.side === "SELL")) return found(false, held.toFixed(), "the stop would be on the side of the position");
    return atMost(new Exact(intent.quantity), held.abs(), "quantity the stop protects");
  },
};
