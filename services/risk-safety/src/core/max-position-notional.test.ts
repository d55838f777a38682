import { describe, expect, it } from "@jest/globals";
import { account, codeOf, intent, ready, requested } from "../../test/scenario.ts";

describe("RS-11: value of a position", () => {
  it("position and order together: exactly the limit passes, one step more does not", () => {
    const held = [...ready(), account("10000", { BTCUSDT: "30" })];
    expect(codeOf([...held, requested(intent({ quantity: "20" }))])).toBeNull();
    expect(codeOf([...held, requested(intent({ quantity: "20.001" }))])).toBe("MAX_POSITION_NOTIONAL");
  });
  it("what is pending counts like what is held, and a refused order reserves nothing", () => {
    expect(codeOf([...ready(), requested(intent({ quantity: "30" })), requested(intent({ quantity: "20.001" }))])).toBe(
      "MAX_POSITION_NOTIONAL",
    );
    expect(codeOf([...ready(), requested(intent({ quantity: "30", leverage: 99 })), requested(intent({ quantity: "50" }))])).toBeNull();
  });
  it("shorts count like longs", () => {
    const held = [...ready(), account("10000", { BTCUSDT: "-50" })];
    expect(codeOf([...held, requested(intent({ quantity: "1" }))])).toBe("MAX_POSITION_NOTIONAL");
  });
});
