import { describe, expect, it } from "@jest/globals";
import { history } from "../../test/scenario.ts";
import { edgeOf } from "./evidence.ts";
import { DEFAULT_SETTINGS as SETTINGS } from "./limits.ts";
import { riskBase } from "./risk-base.ts";

const base = (wins: number, losses: number, size?: { win: number; loss: number }) =>
  riskBase(edgeOf(history(wins, losses, size)), SETTINGS);

describe("TM-03 what may be lost", () => {
  it("too little evidence explores with a quarter of a percent, up to 29 trades and not at 30", () => {
    expect(base(0, 0)).toMatchObject({ basis: "EXPLORATION", ratio: 0.0025, finding: { passed: true } });
    expect(base(0, 29)).toMatchObject({ basis: "EXPLORATION", ratio: 0.0025 });
    expect(base(0, 30)).toMatchObject({ basis: "KELLY", ratio: 0, finding: { passed: false } });
  });

  it("an edge that was measured and is not there is refused", () => {
    expect(base(20, 80, { win: 1, loss: 1 })).toMatchObject({ ratio: 0, finding: { passed: false } });
  });

  it("an edge that is not sure explores", () => {
    expect(base(16, 14, { win: 1, loss: 1 })).toMatchObject({ basis: "EXPLORATION", ratio: 0.0025 });
  });

  it("wins without a single loss prove nothing", () => {
    expect(base(40, 0)).toMatchObject({ basis: "EXPLORATION", ratio: 0.0025 });
    expect(base(40, 2, { win: 1, loss: 0 })).toMatchObject({ basis: "EXPLORATION" });
  });

  it("a sure edge gives half of its lower bound, never more than 2 %", () => {
    const edge = { trades: 100, winRate: 0.5, averageWinR: 1.5, averageLossR: 1, kellyFraction: 1 / 6, lowerKellyFraction: 0.03 };
    expect(riskBase(edge, SETTINGS)).toMatchObject({ basis: "KELLY", ratio: 0.015 });
    expect(riskBase({ ...edge, lowerKellyFraction: 0.04 }, SETTINGS).ratio).toBe(0.02);
    expect(riskBase({ ...edge, lowerKellyFraction: 0.25 }, SETTINGS).ratio).toBe(0.02);
    expect(riskBase({ ...edge, averageLossR: 2 }, SETTINGS).ratio).toBe(0.0075);
    expect(riskBase({ ...edge, averageLossR: 0.5 }, SETTINGS).ratio).toBe(0.015);
  });
});
