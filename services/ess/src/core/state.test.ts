import { describe, expect, it } from "@jest/globals";
import { event, given, TEST_TIME } from "@quantum/test-kit";
import type { EventData } from "@quantum/types";
import { alarm, COOL, core, equity, failedCycle, feed, stopAt, times, trade } from "../../test/scenario.ts";
import { LIMITS } from "./index.ts";

describe("what is remembered", () => {
  it("an event that is delivered again leads to its own words, or to none", () => {
    const [first, second, silent] = [
      failedCycle(),
      event("killLatch.changed", { set: false, by: "b", reason: "x" }, { id: "l" }),
      trade("1"),
    ];
    const one = given(core()).when(first);
    const two = given(core()).state(one.state).when(second);
    const { state } = given(core()).state(two.state).when(silent);
    expect(one.effects).not.toEqual(two.effects);
    given(core()).state(state).when(first).then(one.effects);
    given(core()).state(state).when(second).then(two.effects);
    given(core()).state(state).when(silent).then([]);
    expect(state.said.map(({ id }) => id)).toEqual([first.id, "l"]);
  });

  it("only so much: ids, words, errors", () => {
    const many = times(LIMITS.seenMemory + 2, () => trade("1"));
    const { seenIds } = given(core()).when(...many).state;
    expect(seenIds).toEqual(many.slice(2).map(({ id }) => id));
    const valued = times(LIMITS.saidMemory + 2, (n) =>
      event("portfolio.valued", { equityUsd: "1" } as EventData<"portfolio.valued">, { id: `v-${n}`, cycle: TEST_TIME + n }),
    );
    expect(
      given(core())
        .when(...valued)
        .state.said.map(({ id }) => id),
    ).toEqual(valued.slice(2).map(({ id }) => id));
    const errors = given(core({ maxErrors: 1_000 })).when(...times(LIMITS.errorMemory + 5, () => alarm())).state.errors;
    expect(errors.market).toHaveLength(LIMITS.errorMemory);
  });

  it("texts from outside only to a sensible length, without blanks around them", () => {
    const { causes } = given(core()).when(stopAt("HALT", "  anna  ", "x".repeat(LIMITS.textMax + 1))).state;
    expect([causes[0]?.by, causes[0]?.reason.length]).toEqual(["anna", LIMITS.textMax]);
  });

  it("a cause as it was raised; raised again as strictly it keeps who and why, and knows when it was seen last", () => {
    const later = TEST_TIME + 5;
    const cause = {
      trigger: "MANUAL",
      rule: "ESS-04",
      level: "PAUSE",
      latched: true,
      close: false,
      observed: "a person's word",
      limit: "none",
      by: "anna",
      reason: "drill",
      binding: true,
      since: TEST_TIME,
      lastSeenAt: TEST_TIME,
    };
    const first = given(core()).when(stopAt("PAUSE"));
    expect(first.state.causes).toEqual([cause]);
    const again = given(core())
      .state(first.state)
      .when(feed("stop", { level: "PAUSE", by: "ben", reason: "too" }, later));
    expect(again.state.causes).toEqual([{ ...cause, lastSeenAt: later }]);
  });

  it("a cause that was not latched is, once it is raised as one that is", () => {
    const { state } = given(core()).when(stopAt("PAUSE"));
    const loose = { ...state, causes: state.causes.map((cause) => ({ ...cause, latched: false })) };
    expect(given(core()).state(loose).when(stopAt("PAUSE")).state.causes[0]?.latched).toBe(true);
  });

  it("losses in a row through the cool-down of another cause, and until their own is over", () => {
    const at = TEST_TIME + COOL;
    const three = given(core()).after(feed("looking"), ...times(3, () => trade("-1")), failedCycle());
    const over = three.when(feed("marketTime", at, at), equity("1", at), feed("tick", null, at));
    expect(over.state).toMatchObject({ level: "NORMAL", lossesInARow: 3 });
    const six = given(core()).after(feed("looking"), ...times(6, () => trade("-1")));
    const strict = six.state((state) => ({ ...state, causes: state.causes.map((cause) => ({ ...cause, level: "REDUCE_ONLY" as const })) }));
    const stepped = strict.when(feed("marketTime", at, at), equity("1", at), feed("tick", null, at));
    expect(stepped.state).toMatchObject({ lossesInARow: 6, causes: [{ level: "PAUSE", lastSeenAt: at }] });
  });

  it("nothing at the beginning", () => {
    expect(core().initial()).toEqual({
      mode: { mode: "ENFORCED", from: "default", before: null },
      level: "NORMAL",
      wouldBe: "NORMAL",
      causes: [],
      clockAt: 0,
      marketAt: 0,
      lookingSince: 0,
      equityUsd: null,
      equityAt: null,
      peakUsd: null,
      lossesInARow: 0,
      errors: { market: [], own: [] },
      seenIds: [],
      said: [],
      cycle: 0,
      answering: false,
      errorsSince: 0,
      cycleFailure: null,
      sweep: null,
      latchSaid: false,
      rearmed: null,
    });
  });
});
