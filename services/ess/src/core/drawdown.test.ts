import { describe, expect, it } from "@jest/globals";
import { given, TEST_TIME } from "@quantum/test-kit";
import { COOL, core, equity, tick, times } from "../../test/scenario.ts";

describe("ESS-01 drawdown", () => {
  it("a fall of exactly 5 % from the peak passes, one cent more halts and latches", () => {
    const start = given(core()).after(equity("9000"), equity("10000"));
    expect(start.when(equity("9500")).then([]).state.level).toBe("NORMAL");
    const outcome = start.when(equity("9499.99"));
    expect(outcome.state).toMatchObject({ level: "HALT", latchSaid: true, causes: [{ trigger: "DRAWDOWN", latched: true, close: false }] });
    expect(outcome.emitted("killLatch.changed")).toMatchObject([{ set: true, by: "ess" }]);
    expect(outcome.emitted("alert.raised")).toMatchObject([{ code: "ESS_STOPPED", severity: "CRITICAL" }]);
    expect(outcome.called("sweep")).toMatchObject([{ request: { close: false } }]);
  });

  it("the peak follows equity up, never down", () => {
    const { state } = given(core()).when(equity("100"), equity("98"), equity("101"), equity("99"));
    expect(state.peakUsd).toBe("101");
  });

  it("an account that owes money halts though it never had a peak; an empty one does not", () => {
    expect(given(core()).when(equity("0")).state.level).toBe("NORMAL");
    const { state } = given(core()).when(equity("0"), equity("-1"));
    expect(state.causes[0]).toMatchObject({ trigger: "DRAWDOWN", observed: "unbounded" });
  });

  it("closes positions too when that is configured", () => {
    const outcome = given(core({ closeOnHalt: true })).when(equity("100"), equity("90"));
    expect(outcome.called("sweep")).toMatchObject([{ request: { close: true } }]);
  });

  it("a halt never goes down by itself, however long equity is back", () => {
    const halted = given(core()).after(equity("100"), equity("94"));
    const later = times(100, (n) => [equity("100", TEST_TIME + n * COOL), tick(TEST_TIME + n * COOL)]).flat();
    expect(halted.when(...later).state.level).toBe("HALT");
  });
});
