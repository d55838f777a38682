import { describe, expect, it } from "@jest/globals";
import { valuation } from "@quantum/test-kit";
import { CONTRACT, desk, settings, signal } from "../../test/scenario.ts";
import { decideEntries } from "./entries.ts";

const symbols = ["AUSDT", "BUSDT", "CUSDT"];
const list = symbols.map((symbol, i) => signal({ symbol, confidence: 0.9 - i / 10 }));
const open = (part: Parameters<typeof desk>[0] = {}) => {
  const contracts = Object.fromEntries(symbols.map((symbol) => [symbol, CONTRACT]));
  const closes = Object.fromEntries(symbols.map((symbol) => [symbol, 100]));
  return { ...desk({ closes, state: { contracts }, ...part }), occupied: new Set<string>(part.occupied) };
};

describe("entries", () => {
  it("take the places that are left in rank order; the rest finds them taken", () => {
    const { entries, skips } = decideEntries(open({ settings: settings({ maxPositions: 2 }) }), list);
    expect(entries.map(({ rank, intent }) => [rank, intent.symbol])).toEqual([
      [1, "AUSDT"],
      [2, "BUSDT"],
    ]);
    expect(skips).toMatchObject([{ symbol: "CUSDT", code: "MAX_POSITIONS" }]);
  });

  it("that come to nothing leave their place to the next", () => {
    const contracts = {
      AUSDT: { ...CONTRACT, minNotionalUsd: "2500.01" },
      BUSDT: { ...CONTRACT, minNotionalUsd: "2500" },
      CUSDT: CONTRACT,
    };
    const { entries, skips } = decideEntries(open({ state: { contracts }, settings: settings({ maxPositions: 1 }) }), list);
    expect(entries.map(({ rank, intent }) => [rank, intent.symbol])).toEqual([[1, "BUSDT"]]);
    expect(skips.map(({ symbol, code }) => [symbol, code])).toEqual([
      ["AUSDT", "SIZE_BELOW_MINIMUM"],
      ["CUSDT", "MAX_POSITIONS"],
    ]);
  });

  it("need a tick fine enough for a stop", () => {
    const contracts = { AUSDT: { ...CONTRACT, tickSize: "1000" } };
    expect(decideEntries(open({ state: { contracts } }), list.slice(0, 1)).skips).toMatchObject([{ code: "DATA_MISSING" }]);
  });

  it("happen once for a symbol that is named twice", () => {
    const twice = [signal({ symbol: "AUSDT" }), signal({ symbol: "AUSDT", confidence: 0.7 })];
    const { entries, skips } = decideEntries(open(), twice);
    expect(entries).toHaveLength(1);
    expect(skips).toMatchObject([{ symbol: "AUSDT", code: "POSITION_OPEN" }]);
  });

  it("stop at the first rule that fails, in the order in which they stand", () => {
    const bad = open({ portfolio: valuation({ equityUsd: "0" }), state: { contracts: {}, killLatch: true }, occupied: new Set(["AUSDT"]) });
    expect(decideEntries(bad, [signal({ symbol: "AUSDT", confidence: 0.1 })]).skips[0]?.code).toBe("BELOW_MIN_CONFIDENCE");
    expect(decideEntries(bad, [signal({ symbol: "AUSDT" })]).skips[0]?.code).toBe("ENTRIES_PAUSED");
  });
});
