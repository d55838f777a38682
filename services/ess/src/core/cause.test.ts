import { describe, expect, it } from "@jest/globals";
import { given, TEST_TIME } from "@quantum/test-kit";
import type { Input } from "@quantum/types";
import { core, equity, failedCycle, feed, times, trade } from "../../test/scenario.ts";

describe("what each cause is", () => {
  const causeOf = (...inputs: Input[]) => given(core()).when(feed("looking"), ...inputs).state.causes[0];
  const fixed = { latched: false, close: false, by: "ess" };

  it("to the letter", () => {
    expect(causeOf(...times(6, () => trade("-1")))).toMatchObject({
      ...fixed,
      trigger: "LOSSES",
      rule: "ESS-02",
      level: "PAUSE",
      observed: "6",
      limit: "5",
      reason: "6 trades lost in a row",
    });
    expect(causeOf(...times(11, () => feed("error")))).toMatchObject({
      ...fixed,
      trigger: "ERRORS",
      rule: "ESS-03",
      level: "REDUCE_ONLY",
      observed: "11",
      limit: "10",
      reason: "11 system errors within 60 s",
    });
    expect(causeOf(failedCycle())).toMatchObject({
      ...fixed,
      rule: "ESS-05",
      observed: "TRADING_CYCLE_ERROR",
      limit: "none",
      reason: "the trading cycle failed: boom",
    });
    expect(causeOf(feed("tick", null, TEST_TIME + 15_001))).toMatchObject({
      ...fixed,
      rule: "ESS-06",
      observed: "unknown",
      limit: "15000 ms",
      reason: "equity was not heard for 15 s",
    });
    expect(causeOf(equity("NaN"))).toMatchObject({ reason: 'the exchange says equity is "NaN"' });
    expect(causeOf(feed("failure", "broken"))).toMatchObject({
      latched: true,
      close: false,
      by: "ess",
      trigger: "OWN_FAILURE",
      observed: "failure",
      limit: "none",
    });
    expect(causeOf(equity("100"), equity("90"))).toMatchObject({
      close: false,
      by: "ess",
      rule: "ESS-01",
      observed: "0.1",
      limit: "0.05",
      reason: "equity fell from 100.00 to 90.00 USD",
    });
  });
});
