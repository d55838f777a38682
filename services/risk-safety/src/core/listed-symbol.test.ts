import { describe, expect, it } from "@jest/globals";
import { account, ask, bars, codeOf, event, instrument, intent, ready, requested, T0 } from "../../test/scenario.ts";

describe("RS-04: listed symbol", () => {
  it("before the exchange told its list no symbol is known", () => {
    expect(codeOf([account("10000"), bars({ BTCUSDT: 100 }), requested(intent())])).toBe("UNKNOWN_SYMBOL");
  });
  it("unlisted, delisted and object-property names are refused", () => {
    expect(ask({ symbol: "NOPEUSDT" })).toBe("UNKNOWN_SYMBOL");
    expect(ask({ symbol: "constructor" })).toBe("UNKNOWN_SYMBOL");
    const settling = event("instruments.listed", T0, { instruments: [instrument("BTCUSDT", { status: "SETTLING" })] });
    expect(codeOf([...ready(), settling, requested(intent())])).toBe("UNKNOWN_SYMBOL");
  });
});
