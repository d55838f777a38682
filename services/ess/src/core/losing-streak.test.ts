import { describe, expect, it } from "@jest/globals";
import { given, TEST_TIME } from "@quantum/test-kit";
import { COOL, core, equity, feed, looking, tick, times, trade } from "../../test/scenario.ts";

describe("ESS-02 losses in a row", () => {
  it("five losses pass, the sixth pauses", () => {
    const five = given(core()).after(looking(), ...times(5, () => trade("-1")));
    expect(five.when(tick(TEST_TIME)).state.level).toBe("NORMAL");
    const sixth = five.when(trade("-0.01"));
    expect(sixth.state).toMatchObject({ level: "PAUSE", lossesInARow: 6, sweep: null });
    expect(sixth.emitted("killLatch.changed")).toMatchObject([{ set: true }]);
  });

  it("a win ends the streak; a trade without result neither ends nor lengthens it", () => {
    const five = given(core()).after(looking(), ...times(5, () => trade("-1")));
    expect(five.when(trade("0")).state.lossesInARow).toBe(5);
    expect(five.when(trade("2"), trade("-1")).state.lossesInARow).toBe(1);
  });

  it("the same trade told twice counts once", () => {
    expect(given(core()).when(...times(9, () => trade("-1", "same"))).state.lossesInARow).toBe(1);
  });

  it("after the cool-down the pause ends, the latch is cleared and the streak begins anew", () => {
    const paused = given(core()).after(looking(), equity("100"), ...times(6, () => trade("-1")));
    const later = (market: number, at: number) => [feed("marketTime", market, at), equity("100", at), tick(at)];
    const at = TEST_TIME + COOL;
    expect(paused.when(...later(at - 1, at)).state.level).toBe("PAUSE");
    expect(paused.when(...later(Number.NaN, at)).state.level).toBe("PAUSE");
    const ended = paused.when(...later(at, at));
    expect(ended.state).toMatchObject({ level: "NORMAL", lossesInARow: 0, causes: [] });
    expect(ended.emitted("killLatch.changed")).toMatchObject([{ set: false, by: "ess", reason: "NORMAL again" }]);
    expect(ended.emitted("alert.raised")).toMatchObject([{ code: "ESS_STEPPED_DOWN" }]);
  });
});
