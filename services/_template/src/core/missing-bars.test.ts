import { describe, expect, it } from "@jest/globals";
import { event, given } from "@quantum/test-kit";
import { createTemplateCore } from "./index.ts";

const bar = { openAt: 0, open: 1, high: 1, low: 1, close: 1, volume: 1, quoteVolume: 1, trades: 1, takerBuyVolume: 0 };

function closed(present: number, missing: number) {
  const symbols = (count: number, prefix: string) => Array.from({ length: count }, (_, index) => `${prefix}${index}USDT`);
  const bars = symbols(present, "AA").map((symbol) => ({ symbol, bar }));
  return event("bars.closed", { interval: "5m", closeAt: 300_000, bars, missing: symbols(missing, "BB"), opensCycle: true });
}

describe("TPL-01: symbols without a bar", () => {
  it("a quarter is allowed", () => {
    given(createTemplateCore()).when(closed(75, 25)).then([]);
  });

  it("more than a quarter raises an alert that says how many", () => {
    const [alert] = given(createTemplateCore()).when(closed(74, 26)).emitted("alert.raised");
    expect(alert).toMatchObject({ code: "TPL-01", message: "26 of 100 symbols have no bar" });
  });

  it("no symbols at all is not a whole market", () => {
    expect(given(createTemplateCore()).when(closed(0, 0)).emitted("alert.raised")).toHaveLength(1);
  });
});
