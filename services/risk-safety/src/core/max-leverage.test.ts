import { describe, expect, it } from "@jest/globals";
import { ask, codeOf, event, instrument, intent, ready, requested, T0 } from "../../test/scenario.ts";

describe("RS-09: leverage", () => {
  it("10 passes, 11 does not", () => {
    expect(ask({ leverage: 10 })).toBeNull();
    expect(ask({ leverage: 11 })).toBe("MAX_LEVERAGE");
  });
  it("the exchange's limit counts when it is lower", () => {
    const low = event("instruments.listed", T0, { instruments: [instrument("BTCUSDT", { maxLeverage: 5 })] });
    expect(codeOf([...ready(), low, requested(intent({ leverage: 5 }))])).toBeNull();
    expect(codeOf([...ready(), low, requested(intent({ leverage: 6 }))])).toBe("MAX_LEVERAGE");
  });
});
