import { describe, expect, it } from "@jest/globals";
import { account, ask, codeOf, exit, intent, play, ready, requested } from "../../test/scenario.ts";

describe("RS-01: malformed order", () => {
  it.each([
    ["NaN", { quantity: "NaN" }],
    ["Infinity", { quantity: "Infinity" }],
    ["nothing", { quantity: "" }],
    ["zero", { quantity: "0" }],
    ["a negative quantity", { quantity: "-1" }],
    ["a negative stop", { stopPrice: "-98" }],
    ["a reference that is no number", { referencePrice: "abc" }],
    ["a market order with a price", { price: "100" }],
    ["a limit order without one", { type: "LIMIT" as const }],
    ["leverage 0", { leverage: 0 }],
    ["leverage 1.5", { leverage: 1.5 }],
    ["no side", { side: "HOLD" as never }],
  ])("%s never passes, entry or exit", (_, part) => {
    expect(ask(part)).toBe("MALFORMED_ORDER");
    const held = [...ready(), account("10000", { BTCUSDT: "10" })];
    expect(codeOf([...held, requested(exit({ ...part }))])).toBe("MALFORMED_ORDER");
  });
  it("raises an alert when a figure made a rule break", () => {
    const { emitted } = play([...ready(), requested(intent({ quantity: "NaN" }))]);
    expect(emitted("alert.raised").map((alert) => alert.code)).toEqual(["RULE_BROKEN"]);
  });
});
