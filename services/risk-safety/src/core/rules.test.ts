import { describe, expect, it } from "@jest/globals";
import { REASON_CODES } from "@quantum/types";
import { intent, play, ready, requested, T0 } from "../../test/scenario.ts";
import { RULES } from "./rules.ts";

describe("a sound order", () => {
  it("is cleared with every verdict and its row", () => {
    const order = intent();
    const { emitted, rows, state } = play([...ready(), requested(order)]);
    expect(emitted("order.cleared")[0]?.verdicts.map((verdict) => verdict.rule)).toEqual(
      RULES.filter(({ applies }) => applies === "ALL" || applies.includes("ENTRY")).map((rule) => rule.id),
    );
    expect(emitted("order.cleared")[0]?.verdicts.every((verdict) => verdict.passed)).toBe(true);
    expect(rows("clearances")).toEqual([
      { key: order.intentId, row: expect.objectContaining({ cleared: true, code: null, cycle: T0, binding: true }) },
    ]);
    expect(Object.keys(state.reservations)).toEqual([order.intentId]);
  });
  it("that is only recorded is judged the same and reserves nothing", () => {
    const { emitted, state } = play([...ready(), requested(intent(), { binding: false })]);
    expect(emitted("order.cleared")[0]?.binding).toBe(false);
    expect(state.reservations).toEqual({});
    expect(state.messages).toEqual([]);
  });
  it("every rule has its own id, in order, and a known code", () => {
    expect(RULES.map((rule) => rule.id)).toEqual(RULES.map((_, index) => `RS-${String(index + 1).padStart(2, "0")}`));
    for (const rule of RULES) expect(Object.keys(REASON_CODES)).toContain(rule.code);
  });
  it("a refusal has the first failing rule's code and lists all verdicts", () => {
    const { emitted } = play([...ready(), requested(intent({ stopPrice: null, leverage: 99, quantity: "9999" }))]);
    const refused = emitted("order.refused")[0]!;
    expect(refused.code).toBe("MISSING_STOP");
    expect(refused.verdicts.filter((verdict) => !verdict.passed).map((verdict) => verdict.rule)).toEqual([
      "RS-08",
      "RS-09",
      "RS-10",
      "RS-11",
      "RS-12",
    ]);
  });
});
