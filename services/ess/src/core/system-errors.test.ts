import { describe, expect, it } from "@jest/globals";
import { given, TEST_TIME } from "@quantum/test-kit";
import { alarm, COOL, core, equity, feed, looking, MINUTE, tick, times } from "../../test/scenario.ts";

describe("ESS-03 system errors", () => {
  it("ten within a minute pass, the eleventh leaves only reducing and sweeps entries", () => {
    const ten = given(core()).after(looking(), ...times(10, () => alarm()));
    expect(ten.when(tick(TEST_TIME)).state.level).toBe("NORMAL");
    const outcome = ten.when(alarm());
    expect(outcome.state).toMatchObject({ level: "REDUCE_ONLY", causes: [{ observed: "11", rule: "ESS-03" }] });
    expect(outcome.called("sweep")).toHaveLength(1);
  });

  it("an error a whole minute old counts no more; one ms younger does", () => {
    const ten = given(core()).after(...times(10, () => alarm()));
    expect(ten.when(alarm(TEST_TIME + MINUTE)).state.level).toBe("NORMAL");
    expect(ten.when(alarm(TEST_TIME + MINUTE - 1)).state.level).toBe("REDUCE_ONLY");
  });

  it("errors of our own are added, whatever they are called", () => {
    const mixed = [...times(6, () => alarm()), ...times(4, () => feed("error", "poll"))];
    expect(given(core()).when(...mixed).state.level).toBe("NORMAL");
    expect(given(core()).when(...mixed, feed("nobody knows this")).state.level).toBe("REDUCE_ONLY");
  });

  it("warnings, stops and daily losses are no system errors, nor is what we say ourselves", () => {
    const harmless = [
      ...times(20, () => alarm(TEST_TIME, { severity: "WARNING" })),
      ...times(20, () => alarm(TEST_TIME, { code: "DAILY_LOSS" })),
      ...times(20, () => alarm(TEST_TIME, { code: "KILL_LATCH_SET" })),
      ...times(20, () => alarm(TEST_TIME, {}, "ess")),
    ];
    expect(given(core()).when(...harmless).state.errors.market).toEqual([]);
  });

  it("goes down one step a cool-down: REDUCE_ONLY, PAUSE, NORMAL", () => {
    let running = given(core()).after(looking(), ...times(11, () => feed("error")));
    const levels = times(3, (n) => {
      const at = TEST_TIME + n * COOL;
      running = running.after(equity("100", at), tick(at));
      return running.when(tick(at)).state.level;
    });
    expect(levels).toEqual(["REDUCE_ONLY", "PAUSE", "NORMAL"]);
  });

  it("errors in between bring it back to its full level", () => {
    const at = TEST_TIME + COOL;
    const stepped = given(core()).after(looking(), ...times(11, () => feed("error")), equity("100", at), tick(at));
    expect(stepped.when(tick(at)).state.level).toBe("PAUSE");
    expect(stepped.when(...times(11, () => feed("error", null, at))).state.level).toBe("REDUCE_ONLY");
  });
});
