import { describe, expect, it } from "@jest/globals";
import { given, TEST_TIME } from "@quantum/test-kit";
import { COOL, core, equity, feed, rearm, sweptOf, tick, times, trade } from "../../test/scenario.ts";
import { rearmRefusal } from "./index.ts";

describe("ESS-08 re-arming", () => {
  const fall = [equity("100"), equity("90")];
  const halted = () => given(core()).after(...fall);
  const state = () => halted().when(tick(TEST_TIME)).state;
  const done = () => halted().after(sweptOf(state()));

  it.each([null, 3, {}, { by: "anna" }, { reason: "why" }, { by: " ", reason: "why" }, { by: "anna", reason: "" }])(
    "without a person and a reason (%j) nothing changes",
    (data) => {
      const outcome = done().when(rearm(data)).then([]);
      expect(outcome.state.level).toBe("HALT");
      expect(rearmRefusal(outcome.state, data)?.code).toBe("REASON_REQUIRED");
    },
  );

  it("waits until the sweep is done", () => {
    expect(rearmRefusal(state(), { by: "anna", reason: "x" })?.code).toBe("SWEEP_RUNNING");
    expect(halted().when(rearm()).then([]).state.level).toBe("HALT");
  });

  it("clears every cause and count, clears the latch, and begins a new peak at today's equity", () => {
    const outcome = done().when(rearm());
    expect(outcome.state).toMatchObject({
      level: "NORMAL",
      causes: [],
      peakUsd: "90",
      lossesInARow: 0,
      sweep: null,
      rearmed: { by: "anna" },
    });
    expect(outcome.emitted("killLatch.changed")).toMatchObject([{ set: false, reason: "NORMAL again; last re-armed by anna" }]);
    expect(outcome.emitted("alert.raised")).toMatchObject([{ code: "ESS_REARMED", message: "re-armed after HALT by anna: looked at it" }]);
    expect(given(core()).state(outcome.state).when(equity("85.5")).state.level).toBe("NORMAL");
    expect(given(core()).state(outcome.state).when(equity("85.49")).state.level).toBe("HALT");
  });

  it("a step-down long after a re-arm is told as a step-down", () => {
    const paused = done().after(rearm(), ...times(6, () => trade("-1")));
    const at = TEST_TIME + COOL;
    expect(paused.when(feed("marketTime", at, at), equity("90", at), tick(at)).emitted("alert.raised")).toMatchObject([
      { code: "ESS_STEPPED_DOWN" },
    ]);
  });
});
