import { describe, expect, it } from "@jest/globals";
import { answered, given, TEST_TIME } from "@quantum/test-kit";
import { core, feed, report, stop, sweptOf, tick } from "../../test/scenario.ts";

describe("the sweep of the exchange", () => {
  const word = stop();
  const halted = () => given(core()).after(word);
  const state = () => halted().when(tick(TEST_TIME)).state;

  it("is done when a report says so, and a person hears what was done", () => {
    const outcome = halted().when(sweptOf(state()));
    expect(outcome.state.sweep).toMatchObject({ phase: "DONE", attempts: 1 });
    expect(outcome.emitted("alert.raised")).toMatchObject([{ code: "ESS_SWEPT", severity: "WARNING" }]);
  });

  it("positions without a stop make it a critical message", () => {
    const [said] = halted()
      .when(sweptOf(state(), { unprotected: ["BTCUSDT"] }))
      .emitted("alert.raised");
    expect(said).toMatchObject({ severity: "CRITICAL", message: expect.stringContaining("without a protective stop: BTCUSDT") });
  });

  it("tells that positions were closed when they were to be", () => {
    const closing = given(core()).after(stop({ level: "HALT", close: true }));
    const [said] = closing.when(sweptOf(closing.when(tick(TEST_TIME)).state)).emitted("alert.raised");
    expect(said?.message).toContain("all positions closed");
  });

  it("that failed stays running, alarms once, and is done when a later report says so", () => {
    const bad = { ok: false, entriesLeft: 2, reason: "no answer" };
    const first = halted().when(sweptOf(state(), bad));
    expect(first.emitted("alert.raised")).toMatchObject([{ code: "ESS_SWEEP_FAILED", severity: "CRITICAL" }]);
    const second = given(core()).state(first.state).when(sweptOf(state(), bad)).then([]);
    expect(second.state.sweep).toMatchObject({ phase: "RUNNING", attempts: 2 });
    expect(given(core()).state(second.state).when(sweptOf(state())).state.sweep?.phase).toBe("DONE");
  });

  it("a report of another sweep, or of none, is not ours", () => {
    expect(
      halted()
        .when(answered({ callId: "another", name: "sweep" }, report()))
        .then([]).state.sweep?.phase,
    ).toBe("RUNNING");
    expect(
      given(core())
        .when(answered({ callId: "another", name: "sweep" }, report()))
        .then([]).state.sweep,
    ).toBeNull();
  });

  it("entries that rest again are swept again, as soon as the last sweep is done", () => {
    expect(halted().when(feed("entriesRest")).then([]).state.sweep?.sweepId).toBe(state().sweep?.sweepId);
    const again = halted().after(sweptOf(state())).when(feed("entriesRest"));
    expect(again.called("sweep")).toHaveLength(1);
    expect(again.state.sweep).toMatchObject({ phase: "RUNNING", attempts: 0 });
    expect(given(core()).when(feed("entriesRest")).then([]).state.sweep).toBeNull();
  });
});
