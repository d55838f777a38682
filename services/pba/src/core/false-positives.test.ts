import { describe, expect, it } from "@jest/globals";
import { generateMarket } from "@quantum/market";
import { objections } from "../../test/healthy-portfolios.ts";

const PORTFOLIOS = 600;

describe("false positives", () => {
  it(`of ${PORTFOLIOS} random healthy portfolios at random moments of a market fewer than 5 % are objected to`, () => {
    const { series } = generateMarket({ seed: "pba", symbols: 30, interval: "5m", fromAt: Date.UTC(2023, 6, 13), bars: 4_000 });
    const { flagged, count } = objections(series, PORTFOLIOS, "test");
    expect(count).toBe(PORTFOLIOS);
    expect(flagged / count).toBeLessThan(0.05);
  }, 60_000);
});
