import { describe, expect, it } from "@jest/globals";
import { MARKET_STATES } from "@quantum/types";
import { PERMISSIONS } from "./permissions.ts";

describe("MSC-05: what a state permits", () => {
  it("every state permits something", () => {
    for (const state of MARKET_STATES) expect(PERMISSIONS[state].strategies.length).toBeGreaterThan(0);
  });

  it("nothing known, wild and aimless markets permit nothing but the conservative, in the defensive mode", () => {
    for (const state of ["UNKNOWN", "VOLATILE", "CHOPPY"] as const)
      expect(PERMISSIONS[state]).toEqual({ riskMode: "DEFENSIVE", strategies: ["CONSERVATIVE"] });
  });

  it("only a strong rise makes the desk daring", () => {
    expect(MARKET_STATES.filter((state) => PERMISSIONS[state].riskMode === "AGGRESSIVE")).toEqual(["BULL_STRONG"]);
  });

  it("trends are followed only in trends, and ranges traded back only in ranges", () => {
    for (const state of MARKET_STATES) {
      expect(PERMISSIONS[state].strategies.includes("TREND")).toBe(/BULL|BEAR/.test(state));
      expect(PERMISSIONS[state].strategies.includes("MEAN_REVERSION")).toBe(state.startsWith("SIDEWAYS"));
    }
  });
});
