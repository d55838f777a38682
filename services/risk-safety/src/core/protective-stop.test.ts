import { describe, expect, it } from "@jest/globals";
import { ask } from "../../test/scenario.ts";

describe("RS-08: protective stop", () => {
  it("no stop, a stop at the price and one on the wrong side are refused", () => {
    expect(ask({ stopPrice: null })).toBe("MISSING_STOP");
    expect(ask({ stopPrice: "100" })).toBe("MISSING_STOP");
    expect(ask({ stopPrice: "101" })).toBe("MISSING_STOP");
    expect(ask({ stopPrice: "99.999" })).toBeNull();
  });
  it("for a short it is the other way round", () => {
    expect(ask({ side: "SELL", stopPrice: "98" })).toBe("MISSING_STOP");
    expect(ask({ side: "SELL", stopPrice: "102" })).toBeNull();
  });
  it("it must lie beyond the limit price as well", () => {
    expect(ask({ type: "LIMIT", price: "97", stopPrice: "98" })).toBe("MISSING_STOP");
  });
  it("a take-profit must be on the winning side", () => {
    expect(ask({ takeProfitPrice: "99" })).toBe("MISSING_STOP");
    expect(ask({ takeProfitPrice: "104" })).toBeNull();
    expect(ask({ side: "SELL", stopPrice: "102", takeProfitPrice: "96" })).toBeNull();
    expect(ask({ side: "SELL", stopPrice: "102", takeProfitPrice: "103" })).toBe("MISSING_STOP");
  });
});
