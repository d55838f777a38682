import { describe, expect, it } from "@jest/globals";
import { event, given } from "@quantum/test-kit";
import type { FleetEvent, Intent } from "@quantum/types";
import { BAR_MS, cleared, closed, history, intent, listed, market, quoted, SYMBOL, settled, submitted, T0 } from "../../test/scenario.ts";
import { createAelmCore } from "./index.ts";

function planOf(order: Intent, events: FleetEvent[] = market()) {
  const plans = given(createAelmCore())
    .after(...events)
    .when(cleared(order))
    .emitted("order.planned");
  expect(plans).toHaveLength(1);
  return plans[0] as (typeof plans)[number];
}
const verdict = (plan: ReturnType<typeof planOf>, rule: string) => plan.verdicts.find((each) => each.rule === rule);
const exit = (reason: string, parts: Partial<Intent> = {}) => intent({ purpose: "EXIT", side: "SELL", stopPrice: null, reason, ...parts });

describe("AE-01 urgency", () => {
  it.each([
    ["EXIT_STOP: beyond the stop", "HIGH"],
    ["EXIT_PBA_REDUCTION: too much", "HIGH"],
    ["EXIT_OPERATOR", "HIGH"],
    ["who knows", "HIGH"],
    ["EXIT_OPPOSITE_SIGNAL: turned", "NORMAL"],
    ["EXIT_TIME: 48 bars", "LOW"],
    ["EXIT_PAL_PROFIT: half", "LOW"],
  ])("an exit with the reason %p is %s", (reason, urgency) => {
    expect(planOf(exit(reason)).urgency).toBe(urgency);
  });

  it("an entry is normal whatever it says", () => {
    expect(planOf(intent({ reason: "EXIT_STOP: not really" })).urgency).toBe("NORMAL");
  });

  it("what is urgent goes at market without a guard, whatever is known", () => {
    for (const events of [market(), []]) {
      const plan = planOf(exit("EXIT_STOP: x"), events);
      expect(plan).toMatchObject({ guardPrice: null, steps: [{ kind: "MARKET", quantity: "10", price: null, untilAt: null }] });
      expect(plan.steps).toHaveLength(1);
    }
  });
});

describe("AE-02 liquidation", () => {
  const valued = (markPrice: string) =>
    event("portfolio.valued", {
      positions: [{ tradeId: "t1", direction: "LONG", entryPrice: "100", markPrice, leverage: 10 }],
    } as never);

  it.each([
    ["95", "HIGH"],
    ["95.01", "LOW"],
  ])("with ten times leverage bought at 100, an exit at %s is %s", (markPrice, urgency) => {
    const plan = planOf(exit("EXIT_TIME: x"), [...market(), valued(markPrice)]);
    expect([plan.urgency, verdict(plan, "AE-02")?.passed]).toEqual([urgency, urgency === "LOW"]);
  });
});

describe("AE-03 a failed exit", () => {
  const first = exit("EXIT_TIME: x", { intentId: "first" });
  const after = (filledQuantity: string) => [
    ...market(),
    cleared(first),
    submitted(first),
    settled(first, { outcome: "PARTIAL", filledQuantity, averagePrice: "100" }),
  ];

  it("makes the next exit of the trade urgent, until one ends flat", () => {
    expect(planOf(exit("EXIT_TIME: x", { intentId: "second" }), after("9.9")).urgency).toBe("HIGH");
    expect(planOf(exit("EXIT_TIME: x", { intentId: "second" }), after("10")).urgency).toBe("LOW");
  });

  it("of another trade changes nothing", () => {
    expect(planOf(exit("EXIT_TIME: x", { intentId: "second", tradeId: "t2" }), after("0")).urgency).toBe("LOW");
  });
});

describe("AE-04 inputs", () => {
  const close = closed(T0, { low: 99.9, high: 100.1, close: 100 });
  it.each([
    ["nothing", [], "contract, quote, bars, odds"],
    ["no contract", [history(), quoted(T0), close], "contract"],
    ["no quote", [listed(), history(), close], "quote"],
    ["a quote older than a minute", [listed(), history(), quoted(T0 - 60_001), close], "quote"],
    ["too few windows", [listed(), history(50), quoted(T0), close], "odds"],
  ])("with %s", (_, events, missing) => {
    const plan = planOf(intent(), events as FleetEvent[]);
    expect(verdict(plan, "AE-04")).toMatchObject({ passed: false, reason: `DATA_MISSING: ${missing}` });
    expect(plan.steps).toMatchObject([{ kind: "MARKET", quantity: "10" }]);
    expect(plan).toMatchObject({ guardPrice: "100.2", plainShortfallBps: null, expectedShortfallBps: null });
  });

  it("without the bar of its own close", () => {
    const plan = planOf(intent({ decidedAt: T0 + BAR_MS }), [...market(), quoted(T0 + BAR_MS)]);
    expect(verdict(plan, "AE-04")?.reason).toBe("DATA_MISSING: bars");
  });

  it("a quote that is exactly a minute old is fresh", () => {
    expect(verdict(planOf(intent(), [listed(), history(), quoted(T0 - 60_000), close]), "AE-04")?.passed).toBe(true);
  });

  it("an exit about which nothing is known gets the widest guard, an entry the narrowest", () => {
    expect([planOf(exit("EXIT_TIME: x"), []).guardPrice, planOf(intent(), []).guardPrice]).toEqual(["98", "100.2"]);
  });
});

describe("AE-05 spread", () => {
  it.each([
    [99.8, 100.2, true],
    [99.79, 100.2, false],
  ])("between %p and %p may be crossed at once: %p", (bid, ask, passed) => {
    expect(verdict(planOf(intent(), market({ bid, ask })), "AE-05")?.passed).toBe(passed);
  });
});

describe("AE-06 depth", () => {
  it.each([
    ["200", true],
    ["200.1", false],
  ])("%s with 50 at the touch is taken at once: %p", (quantity, passed) => {
    expect(verdict(planOf(intent({ quantity })), "AE-06")?.passed).toBe(passed);
  });

  it("an order far beyond the book goes in parts, with a wait between them, and the last step may take all", () => {
    const plan = planOf(intent({ quantity: "3000" }));
    expect(plan.steps.map(({ kind, quantity }) => [kind, quantity])).toEqual([
      ["MAKER", "3000"],
      ["IOC", "1500"],
      ["MAKER", "1500"],
      ["IOC", "3000"],
    ]);
    expect(plan.steps.flatMap(({ untilAt }) => (untilAt === null ? [] : [untilAt]))).toEqual([1, 2].map((n) => T0 + n * BAR_MS));
  });
});

describe("AE-07 volatility", () => {
  const usual = 20 * (19 / 20);
  it.each([
    [2.5, true],
    [4, false],
  ])("a newest bar of about %p usual ranges lets an order rest: %p", (factor, rests) => {
    const half = (factor * usual) / 200;
    const events = [listed(), history(), quoted(T0 + BAR_MS), closed(T0, { low: 99.9, high: 100.1, close: 100 })];
    const wild = closed(T0 + BAR_MS, { low: 100 - half, high: 100 + half, close: 100 });
    const plan = planOf(intent({ decidedAt: T0 + BAR_MS }), [...events, wild]);
    expect([verdict(plan, "AE-07")?.passed, plan.steps[0]?.kind === "MAKER"]).toEqual([rests, rests]);
  });
});

describe("AE-08 maker first", () => {
  it("rests inside the spread where limits are nearly always filled, then takes what is left up to the guard", () => {
    const plan = planOf(intent());
    expect(plan.steps.map(({ kind, quantity, untilAt }) => ({ kind, quantity, untilAt }))).toEqual([
      { kind: "MAKER", quantity: "10", untilAt: T0 + BAR_MS },
      { kind: "IOC", quantity: "10", untilAt: null },
    ]);
    const price = Number(plan.steps[0]?.price);
    expect(price).toBeGreaterThanOrEqual(99.98);
    expect(price).toBeLessThan(100.02);
    expect(plan.expectedShortfallBps as number).toBeLessThan(plan.plainShortfallBps as number);
  });

  it("a sale rests on the other side", () => {
    const price = Number(planOf(intent({ side: "SELL", stopPrice: "101" })).steps[0]?.price);
    expect(price).toBeGreaterThan(99.98);
    expect(price).toBeLessThanOrEqual(100.02);
  });

  it("takes at once where the price runs away from whoever waits", () => {
    const runaway = Array.from({ length: 150 }, (_, i) => {
      const open = 100 * 1.001 ** (i - 149);
      const shape = {
        open,
        low: open,
        high: open * 1.001,
        close: open * 1.001,
        volume: 5_000,
        quoteVolume: 5e5,
        trades: 1,
        takerBuyVolume: 1,
      };
      return { openAt: T0 - (150 - i) * BAR_MS, ...shape };
    });
    const up = event("bars.backfilled", { symbol: SYMBOL, interval: "5m", bars: runaway });
    const at = quoted(T0, { bid: 100.08, ask: 100.12 });
    const plan = planOf(intent({ referencePrice: "100.1" }), [listed(), up, at]);
    expect(plan.steps).toMatchObject([{ kind: "IOC", quantity: "10" }]);
    expect(verdict(plan, "AE-08")).toMatchObject({ passed: false });
    const sale = planOf(intent({ referencePrice: "100.1", side: "SELL", stopPrice: "101" }), [listed(), up, at]);
    expect(sale.steps[0]?.kind).toBe("MAKER");
  });

  it("never rests at a price worse than the order's own limit", () => {
    const plan = planOf(intent({ type: "LIMIT", price: "99.99" }));
    for (const { price } of plan.steps) expect(Number(price)).toBeLessThanOrEqual(99.99);
  });
});

describe("AE-09 guard", () => {
  it("lies two ranges and the cost of taking beyond arrival, within its bounds, rounded towards arrival", () => {
    const plan = planOf(intent());
    expect(plan.guardPrice).toBe("100.45");
    expect(planOf(intent({ side: "SELL", stopPrice: "101" })).guardPrice).toBe("99.55");
  });

  it("is never looser than the order's own limit", () => {
    expect(planOf(intent({ type: "LIMIT", price: "100.05" })).guardPrice).toBe("100.05");
  });

  it("holds for every step of an order that is not urgent", () => {
    for (const quantity of ["10", "3000"]) {
      const plan = planOf(intent({ quantity }));
      for (const { kind, price } of plan.steps) {
        expect(kind).not.toBe("MARKET");
        expect(Number(price)).toBeLessThanOrEqual(Number(plan.guardPrice));
      }
    }
  });
});
