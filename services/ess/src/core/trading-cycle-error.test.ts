import { describe, expect, it } from "@jest/globals";
import { event, given } from "@quantum/test-kit";
import { core } from "../../test/scenario.ts";

describe("ESS-05 the trading cycle", () => {
  it("TRADING_CYCLE_ERROR pauses", () => {
    const outcome = given(core()).when(event("trading.cycleFailed", { code: "TRADING_CYCLE_ERROR", reason: "boom" }));
    expect(outcome.state).toMatchObject({
      level: "PAUSE",
      causes: [{ trigger: "TRADING_CYCLE_ERROR", reason: "the trading cycle failed: boom" }],
    });
  });
});
