import { describe, expect, it } from "@jest/globals";
import { signal } from "../../test/scenario.ts";
import { shadowOf } from "./shadow.ts";

const about = (quantity = "2", part: Parameters<typeof signal>[0] = {}) => {
  const said = signal(part);
  return { signal: said, intent: { intentId: "i1", symbol: said.symbol, quantity } } as never;
};
const restraint = {
  riskMode: "NORMAL",
  allowEntries: true,
  minConfidence: 0,
  maxGrossRatio: 9,
  coreSymbolsOnly: false,
  allowAmplification: true,
  sizeFactor: 1,
};
const policy = {
  rowId: "r",
  tableVersion: "1",
  allowTrades: true,
  minConfidence: 0,
  maxPositions: 1,
  allowedSides: ["LONG", "SHORT"],
  sizeFactor: 1,
  reason: "",
};

describe("what a word would have done to an entry", () => {
  it("is what the very rule of the cycle says: in the universe or out of it", () => {
    const universe = { active: ["BTCUSDT"], reduceOnly: ["ETHUSDT"], left: {}, refreshedAt: 0 };
    expect(shadowOf("universe_os", universe, about())).toBe("ALLOW");
    expect(shadowOf("universe_os", universe, about("2", { symbol: "ETHUSDT" }))).toBe("BLOCK");
  });

  it("knows the last place that may be traded from the one after it", () => {
    const places = [{ rank: 2, symbol: "BTCUSDT", direction: "LONG", score: 1, expectedValueBps: 1 }];
    expect(shadowOf("opportunity_ranker", { limit: 2, places }, about())).toBe("ALLOW");
    expect(shadowOf("opportunity_ranker", { limit: 1, places }, about())).toBe("BLOCK");
  });

  it("tells a policy that forbids from one that makes smaller", () => {
    expect(shadowOf("orchestrator_policy", policy, about())).toBe("ALLOW");
    expect(shadowOf("orchestrator_policy", { ...policy, sizeFactor: 0.99 }, about())).toBe("SHRINK");
    expect(shadowOf("orchestrator_policy", { ...policy, sizeFactor: 0.5, allowedSides: ["SHORT"] }, about())).toBe("BLOCK");
    expect(shadowOf("orchestrator_policy", { ...policy, allowTrades: false }, about())).toBe("BLOCK");
  });

  it("holds entries to the coordinator's restraint", () => {
    expect(shadowOf("ai_hfos", { restraint }, about())).toBe("ALLOW");
    expect(shadowOf("ai_hfos", { restraint: { ...restraint, allowEntries: false } }, about())).toBe("BLOCK");
    expect(shadowOf("ai_hfos", { restraint: { ...restraint, coreSymbolsOnly: true } }, about())).toBe("ALLOW");
    expect(shadowOf("ai_hfos", { restraint: { ...restraint, coreSymbolsOnly: true } }, about("2", { symbol: "DOGEUSDT" }))).toBe("BLOCK");
    expect(shadowOf("ai_hfos", { restraint: { ...restraint, sizeFactor: 0.5 } }, about())).toBe("SHRINK");
  });

  it("stops at the first level above normal", () => {
    expect(shadowOf("ess", { level: "NORMAL", closing: false, reason: "" }, about())).toBe("ALLOW");
    expect(shadowOf("ess", { level: "PAUSE", closing: false, reason: "" }, about())).toBe("BLOCK");
  });

  it("holds a size against the mathematician's: refused, missing, smaller, as large", () => {
    const sizes = (outcome: string, quantity: string) => ({ sizes: [{ symbol: "BTCUSDT", direction: "LONG", outcome, quantity }] });
    expect(shadowOf("trading_mathematician", sizes("REFUSED", "0"), about())).toBe("BLOCK");
    expect(shadowOf("trading_mathematician", { sizes: [] }, about())).toBe("BLOCK");
    expect(shadowOf("trading_mathematician", sizes("SIZED", "1.999"), about())).toBe("SHRINK");
    expect(shadowOf("trading_mathematician", sizes("SIZED", "2"), about())).toBe("ALLOW");
  });

  it("takes the stricter of two reviews, and says nothing where nothing was reviewed", () => {
    const review = (outcome: string, intentId = "i1") => ({ intentId, outcome });
    expect(shadowOf("pba", { reviews: [review("ALLOW"), review("BLOCK")] }, about())).toBe("BLOCK");
    expect(shadowOf("pba", { reviews: [review("ALLOW"), review("SHRINK")] }, about())).toBe("SHRINK");
    expect(shadowOf("pba", { reviews: [review("ALLOW")] }, about())).toBe("ALLOW");
    expect(shadowOf("pba", { reviews: [review("BLOCK", "another")] }, about())).toBeNull();
  });

  it("is nothing for a module that says nothing about entries, for an unknown one, and without a word", () => {
    expect(shadowOf("pil", { positions: [] }, about())).toBeNull();
    expect(shadowOf("toString", {}, about())).toBeNull();
    expect(shadowOf("universe_os", undefined, about())).toBeNull();
  });
});
