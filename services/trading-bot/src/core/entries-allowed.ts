import type { Candidate, Desk, Finding } from "./desk.ts";

/** TB-07: while the kill latch is set there are no entries; exits go on. */
export function entriesAllowed(_signal: Candidate, { state }: Pick<Desk, "state">): Finding {
  const set = state.killLatch;
  return { rule: "TB-07", passed: !set, observed: set, limit: false, reason: `the kill latch is ${set ? "set" : "not set"}` };
}
