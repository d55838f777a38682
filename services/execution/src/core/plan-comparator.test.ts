import { describe, expect, it } from "@jest/globals";
import type { EventData, Intent, PlanStep } from "@quantum/types";
import { atMarket, DeskDrill, ioc, maker } from "../../test/desk-drill.ts";
import { CLOSE, entry, exit } from "../../test/story.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import { comparePlan } from "./plan-comparator.ts";

const { state } = new DeskDrill();
function code(steps: PlanStep[], parts: Partial<EventData<"order.planned">> = {}, intent: Intent = entry): string | undefined {
  const { intentId, tradeId, symbol } = intent;
  const plan = { intentId, tradeId, symbol, urgency: "NORMAL", arrivalPrice: "30000", guardPrice: "30100", steps } as const;
  const whole = { ...plan, expectedShortfallBps: null, plainShortfallBps: null, verdicts: [], ...parts };
  return comparePlan(whole, intent, { state, limits: DEFAULT_LIMITS })?.code;
}
const untilAt = CLOSE + 300_000;

describe("a plan", () => {
  it("EX-11 is for exactly this order and has at most as many steps as orders are allowed", () => {
    expect(code([ioc()], { tradeId: "other" })).toBe("MALFORMED_ORDER");
    expect(code([ioc()], { symbol: "ETHUSDT" })).toBe("MALFORMED_ORDER");
    expect(code(Array.from({ length: DEFAULT_LIMITS.childrenPerParent }, () => ioc()))).toBeUndefined();
    expect(code(Array.from({ length: DEFAULT_LIMITS.childrenPerParent + 1 }, () => ioc()))).toBe("MESSAGE_BUDGET");
  });

  it("EX-12 has steps of at most the parent, on step and tick, that end", () => {
    expect(code([maker(untilAt), ioc(), atMarket()])).toBeUndefined();
    expect(code([ioc("30050", "0.101")])).toBe("CHILD_EXCEEDS_PARENT");
    expect(code([ioc("30050", "0.0005")])).toBe("MALFORMED_ORDER");
    expect(code([ioc("30050", "0")])).toBe("MALFORMED_ORDER");
    expect(code([ioc("30050.05")])).toBe("MALFORMED_ORDER");
    expect(code([{ ...ioc(), price: null }])).toBe("MALFORMED_ORDER");
    expect(code([{ ...atMarket(), price: "30000" }])).toBe("MALFORMED_ORDER");
    expect(code([{ ...maker(untilAt), untilAt: null }])).toBe("MALFORMED_ORDER");
    expect(code([ioc("30050", "much")])).toBe("MALFORMED_ORDER");
  });

  it("EX-13 has a guard near arrival; only an exit may do without", () => {
    expect(code([ioc()], { guardPrice: "30900" })).toBeUndefined();
    expect(code([ioc()], { guardPrice: "30900.1" })).toBe("PRICE_COLLAR");
    expect(code([ioc()], { guardPrice: null })).toBe("PRICE_COLLAR");
    expect(code([atMarket()], { guardPrice: null }, exit)).toBeUndefined();
  });

  it("EX-14 prices no step beyond its guard, whichever side it is on", () => {
    expect(code([ioc("30100")])).toBeUndefined();
    expect(code([ioc("30100.1")])).toBe("PRICE_COLLAR");
    expect(code([ioc("29900")], { guardPrice: "29900" }, exit)).toBeUndefined();
    expect(code([ioc("29899.9")], { guardPrice: "29900" }, exit)).toBe("PRICE_COLLAR");
  });
});
