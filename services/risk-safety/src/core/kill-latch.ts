import { ENLARGING, found, type Rule } from "./rule.ts";

/** RS-03: while the kill latch is set, no entry passes. */
export const killLatch: Rule = {
  id: "RS-03",
  code: "KILL_LATCH",
  applies: ENLARGING,
  check: ({ state: { kill } }) => found(kill.set === false, kill.set, kill.set ? `set by ${kill.by}: ${kill.reason}` : "not set"),
};
