import { describe, expect, it } from "@jest/globals";
import { given, observed, TEST_TIME } from "@quantum/test-kit";
import { core, equity, looking, MINUTE, tick } from "../../test/scenario.ts";

describe("ESS-06 equity that is not known", () => {
  it.each([Number.NaN, "NaN", "", "Infinity", 100, null, undefined, { usd: "1" }])("%p is no equity: only reducing is left", (value) => {
    const { state } = given(core()).when(equity(value));
    expect(state).toMatchObject({ level: "REDUCE_ONLY", equityUsd: null, causes: [{ trigger: "EQUITY_UNKNOWN" }] });
    expect(state.errors.own).toHaveLength(1);
  });

  it("is said of what is not even JSON, too", () => {
    const { state } = core().decide(core().initial(), observed("equity", undefined));
    expect(state.causes[0]?.reason).toBe("the exchange says equity is nothing");
  });

  it("15 s without equity pass, 1 ms more does not, at the start as well as later", () => {
    const start = given(core()).after(looking());
    expect(start.when(tick(TEST_TIME + 15_000)).state.level).toBe("NORMAL");
    expect(start.when(tick(TEST_TIME + 15_001)).state.level).toBe("REDUCE_ONLY");
    const heard = start.after(equity("100", TEST_TIME + 10_000));
    expect(heard.when(tick(TEST_TIME + 25_000)).state.level).toBe("NORMAL");
    expect(heard.when(tick(TEST_TIME + 25_001)).state.level).toBe("REDUCE_ONLY");
  });

  it("a clock that jumps back does not make old equity fresh", () => {
    expect(
      given(core())
        .after(looking(), equity("100"))
        .when(tick(TEST_TIME - 15_001)).state.level,
    ).toBe("REDUCE_ONLY");
  });

  it("equity from before a restart is not called stale before there was time to ask", () => {
    const later = TEST_TIME + 10 * MINUTE;
    expect(
      given(core())
        .after(looking(), equity("100"))
        .when(looking(later), tick(later + 15_000)).state.level,
    ).toBe("NORMAL");
  });
});
