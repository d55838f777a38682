import { describe, expect, it } from "@jest/globals";
import { account, codeOf, intent, ready, requested } from "../../test/scenario.ts";

describe("RS-13: open positions", () => {
  const full = [...ready(), account("10000", { ETHUSDT: "1" }), requested(intent({ symbol: "SOLUSDT", quantity: "1" }))];
  it("held and pending symbols count; adding to one of them needs no new place", () => {
    expect(codeOf([...full, requested(intent({ symbol: "XRPUSDT", quantity: "1" }))], { maxOpenPositions: 3 })).toBeNull();
    expect(codeOf([...full, requested(intent({ symbol: "XRPUSDT", quantity: "1" }))], { maxOpenPositions: 2 })).toBe("MAX_POSITIONS");
    expect(codeOf([...full, requested(intent({ symbol: "SOLUSDT", quantity: "1" }))], { maxOpenPositions: 2 })).toBeNull();
  });
  it("a flat position takes no place", () => {
    expect(
      codeOf([...full, account("10000", { ETHUSDT: "0" }), requested(intent({ symbol: "XRPUSDT", quantity: "1" }))], {
        maxOpenPositions: 2,
      }),
    ).toBeNull();
  });
});
