import { describe, expect, it } from "@jest/globals";
import { ask } from "../../test/scenario.ts";

describe("RS-10: value of an order", () => {
  it("an order worth exactly half of equity passes, a thousandth unit more does not", () => {
    expect(ask({ quantity: "50" })).toBeNull();
    expect(ask({ quantity: "50.001" })).toBe("MAX_ORDER_NOTIONAL");
  });
  it("is valued at the highest of limit, reference and last price", () => {
    expect(ask({ quantity: "48", referencePrice: "105" })).toBe("MAX_ORDER_NOTIONAL");
    expect(ask({ quantity: "50", type: "LIMIT", price: "101" })).toBe("MAX_ORDER_NOTIONAL");
    expect(ask({ quantity: "50", type: "LIMIT", price: "99" })).toBeNull();
  });
});
