import { describe, expect, it } from "@jest/globals";
import { answered, event, given, TEST_TIME, woken } from "@quantum/test-kit";
import type { EventData, Input } from "@quantum/types";
import fc from "fast-check";
import {
  alarm,
  COOL,
  core,
  equity,
  failedCycle,
  feed,
  looking,
  observing,
  report,
  stop,
  stopAt,
  tick,
  times,
  trade,
} from "../../test/scenario.ts";
import { LEVELS } from "./index.ts";
import { rankOf } from "./levels.ts";

/** Nothing is said to this input, after those before. */
const quiet = (input: Input, before: readonly Input[] = []) =>
  given(core())
    .after(...before)
    .when(input)
    .then([]);

describe("modes", () => {
  it("OBSERVE records what would be stopped, says so, and changes nothing", () => {
    const outcome = given(core(observing)).when(equity("100"), equity("90"));
    expect(outcome.state).toMatchObject({ level: "NORMAL", wouldBe: "HALT", sweep: null, latchSaid: false });
    expect(outcome.effects).toHaveLength(1);
    expect(outcome.emitted("alert.raised")).toMatchObject([{ code: "ESS_WOULD_STOP", severity: "WARNING" }]);
  });

  it("a cause seen while observing binds once it is seen while ENFORCED", () => {
    const mode = feed("mode", { mode: "ENFORCED", from: "operator", before: "OBSERVE" });
    const outcome = given(core(observing)).after(equity("100"), equity("90")).when(mode, equity("90"));
    expect(outcome.state.level).toBe("HALT");
  });

  it("going to OBSERVE does not undo a stop", () => {
    const mode = feed("mode", { mode: "OBSERVE", from: "operator", before: "ENFORCED" });
    expect(given(core()).after(stop()).when(mode, tick(TEST_TIME)).state.level).toBe("HALT");
  });
});

describe("invariants", () => {
  const inputs = fc.oneof(
    fc.integer({ min: 80, max: 110 }).map((usd) => () => equity(String(usd))),
    fc.constantFrom("-1", "0", "1").map((usd) => () => trade(usd)),
    fc.constant(() => alarm()),
    fc.constant(() => feed("error")),
    fc.constant(() => equity("NaN")),
    fc.constantFrom("PAUSE", "REDUCE_ONLY", "HALT").map((level) => () => stop({ level, by: "a", reason: "b" })),
    fc.integer({ min: 0, max: 5 }).map((n) => () => tick(TEST_TIME + n * COOL)),
  );

  it("without a person's re-arm a halt never ends; the latch is set exactly while stopped; the sweep exists exactly while entries must go", () => {
    fc.assert(
      fc.property(fc.array(inputs, { maxLength: 60 }), (makers) => {
        let { state } = given(core()).when(looking());
        for (const make of makers) {
          const next = given(core()).state(state).when(make()).state;
          if (state.level === "HALT") expect(next.level).toBe("HALT");
          expect(LEVELS).toContain(next.level);
          expect(next.latchSaid).toBe(next.level !== "NORMAL");
          expect(next.sweep !== null).toBe(rankOf(next.level) >= 2);
          state = next;
        }
      }),
      { seed: 8012, numRuns: 300 },
    );
  });
});

describe("what is not told at all", () => {
  it.each<[string, Input]>([
    ["the beginning of the watch", feed("looking")],
    ["market time", feed("marketTime", TEST_TIME)],
    ["a tick", feed("tick")],
    ["equity that is well", equity("100")],
    ["a single error", feed("error")],
    ["entries that rest while they may", feed("entriesRest")],
    ["a change of mode", feed("mode", { mode: "OBSERVE", from: "operator", before: "ENFORCED" })],
    ["a re-arm of what is not stopped", feed("rearm", { by: "ben", reason: "over" })],
    ["a loss", trade("-1")],
    ["a win", trade("1")],
    ["an alert", alarm()],
    ["a warning", alarm(TEST_TIME, { severity: "WARNING" })],
    ["a latch that is set", event("killLatch.changed", { set: true, by: "ben", reason: "x" }, { source: "risk_safety" })],
  ])("%s", (_, input) => {
    quiet(input, [feed("looking")]);
  });

  it("a stop that changes nothing, an error and a failed cycle while the desk is halted", () => {
    const word = stopAt("HALT");
    for (const input of [stopAt("PAUSE"), feed("failure", "again"), feed("error"), failedCycle(), equity("1")]) quiet(input, [word]);
  });

  it("a wake-up, and what we said ourselves: neither is even remembered", () => {
    expect(quiet(woken("anything")).state).toEqual(core().initial());
    const own = event("trade.closed", { netPnlUsd: "-1" } as EventData<"trade.closed">, { source: "ess" });
    expect(quiet(own).state).toEqual(core().initial());
  });

  it("by the clock of cycles neither: what is noted waits, whatever is seen in between", () => {
    const cycles = () => core({ clock: "cycles" });
    const noted = given(cycles()).after(...times(6, () => trade("-1")));
    for (const input of [feed("error"), feed("tick"), failedCycle(), alarm(), answered({ callId: "x", name: "sweep" }, report())]) {
      const outcome = noted.when(input);
      expect([outcome.effects, outcome.state.level]).toEqual([[], "NORMAL"]);
    }
  });
});
