import { describe, expect, it } from "@jest/globals";
import { account, codeOf, intent, ready, requested } from "../../test/scenario.ts";

describe("RS-12: value of the desk", () => {
  it("all symbols together: exactly the limit passes, one step more does not", () => {
    const two = [...ready(), requested(intent({ quantity: "50" })), requested(intent({ symbol: "ETHUSDT", quantity: "40" }))];
    expect(codeOf([...two, requested(intent({ symbol: "SOLUSDT", quantity: "10" }))], { maxTotalNotionalRatio: 1 })).toBeNull();
    expect(codeOf([...two, requested(intent({ symbol: "SOLUSDT", quantity: "10.001" }))], { maxTotalNotionalRatio: 1 })).toBe(
      "MAX_TOTAL_NOTIONAL",
    );
  });
  it("a symbol without a price of its own is valued at the exchange's mark", () => {
    const held = [...ready(), account("10000", { DOGEUSDT: "290" })];
    expect(codeOf([...held, requested(intent({ quantity: "10" }))])).toBeNull();
    expect(codeOf([...held, requested(intent({ quantity: "11" }))])).toBe("MAX_TOTAL_NOTIONAL");
  });
});
