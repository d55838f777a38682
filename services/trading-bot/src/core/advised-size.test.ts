import { describe, expect, it } from "@jest/globals";
import { binding, size, sizes, sizeWord } from "../../test/acting.ts";
import { cycleBars, intents, ready } from "../../test/bot.ts";
import { policy } from "../../test/modules.ts";
import { CONTRACT, signal, signals, T0, valued } from "../../test/scenario.ts";
import { advisedSize } from "./advised-size.ts";
import type { SizeWord } from "./words.ts";

const judged = (...list: Partial<SizeWord>[]) =>
  advisedSize(signal(), { equityUsd: "10000", sizes: list.map((part) => sizeWord(part)) }, CONTRACT);

describe("TB-26 the mathematician's size", () => {
  it("is taken as it is: quantity, leverage, stop and target of one calculation", () => {
    expect(judged({})).toMatchObject({
      calculation: { quantity: "5", leverage: 2 },
      levels: { stopPrice: "98", takeProfitPrice: "103", stopDistance: "2", takeProfitDistance: "3", stopRatio: 0.02 },
      finding: { rule: "TB-26", passed: true },
    });
    const short = sizeWord({ direction: "SHORT", stopPrice: "102", takeProfitPrice: "97" });
    expect(advisedSize(signal({ side: "SHORT" }), { equityUsd: "1", sizes: [short] }, CONTRACT)).toMatchObject({
      levels: { stopDistance: "2" },
    });
  });

  it.each([
    ["there is none", []],
    ["it is for the other side", [{ direction: "SHORT" as const }]],
    ["it is for another symbol", [{ symbol: "ETHUSDT" }]],
    ["it refused", [{ outcome: "REFUSED" as const, quantity: "0", reason: "TM-03 no edge" }]],
    ["it is said twice", [{}, { quantity: "4" }]],
    ["there is no stop", [{ stopPrice: null }]],
    ["there is no target", [{ takeProfitPrice: null }]],
    ["the stop is on the winning side", [{ stopPrice: "101" }]],
    ["the stop is at the price", [{ stopPrice: "100" }]],
    ["the target is on the losing side", [{ takeProfitPrice: "99" }]],
    ["it was calculated at another price", [{ referencePrice: "100.1" }]],
    ["a level is no number", [{ stopPrice: "low" }]],
    ["the stop is beside the tick", [{ stopPrice: "98.05" }]],
    ["the target is beside the tick", [{ takeProfitPrice: "103.05" }]],
    ["the quantity is beside the step", [{ quantity: "5.0001" }]],
    ["the quantity is no number", [{ quantity: "-5" }]],
    ["the quantity is zero", [{ quantity: "0" }]],
    ["the quantity is above what the exchange takes", [{ quantity: "1000.001" }]],
    ["leverage is not whole", [{ leverage: 1.5 }]],
    ["leverage is zero", [{ leverage: 0 }]],
    ["leverage is above the contract's", [{ leverage: 51 }]],
  ])("refuses an entry when %s", (_, list) => {
    expect(judged(...list)).toMatchObject({ code: "SIZE_REFUSED", finding: { rule: "TB-26", passed: false } });
  });

  it("takes the largest leverage and quantity the contract allows, and refuses without its equity or a range", () => {
    expect(judged({ leverage: 50, quantity: "1000" })).toHaveProperty("levels");
    expect(advisedSize(signal(), { equityUsd: null, sizes: [sizeWord()] }, CONTRACT)).toHaveProperty("code");
    expect(advisedSize(signal({ atrRatio: null }), { equityUsd: "1", sizes: [sizeWord()] }, CONTRACT)).toHaveProperty("code");
  });
});

describe("a cycle in which the mathematician binds", () => {
  const asked = ready.after(...binding("trading_mathematician"), cycleBars, signals(T0, [signal()]), valued(T0));

  it("waits for its word, asks for its size, and tells which calculation it was", () => {
    expect(intents(asked.when())).toEqual([]);
    const outcome = asked.when(sizes(T0, [size()]));
    expect(intents(outcome)).toMatchObject([{ quantity: "5", leverage: 2, stopPrice: "98", takeProfitPrice: "103" }]);
    expect(outcome.stored("decisions")[0]).toMatchObject({
      story: { stopAndTarget: { rule: "TB-26" }, sizing: { rule: "TB-26", calculation: { basis: "EXPLORATION", riskUsd: 25 } } },
    });
  });

  it("skips what it refuses with SIZE_REFUSED, and what it says nothing about", () => {
    const refused = asked.when(sizes(T0, [size({ outcome: "REFUSED", quantity: "0" })]));
    expect(refused.emitted("cycle.completed")).toMatchObject([{ skips: [{ code: "SIZE_REFUSED" }] }]);
    expect(intents(asked.when(sizes(T0, [])))).toEqual([]);
  });

  it("lets the policy make it smaller", () => {
    const outcome = ready.when(
      ...binding("trading_mathematician", "orchestrator_policy"),
      cycleBars,
      signals(T0, [signal()]),
      valued(T0),
      policy(T0, { sizeFactor: 0.5 }),
      sizes(T0, [size()]),
    );
    expect(intents(outcome)).toMatchObject([{ quantity: "2.5", leverage: 2 }]);
  });

  it("takes the own size, and records the word, while it only observes", () => {
    const outcome = ready.when(cycleBars, sizes(T0, [size()], { as: "OBSERVE" }), signals(T0, [signal()]), valued(T0));
    expect(intents(outcome)).toMatchObject([{ quantity: "25", leverage: 3 }]);
    expect(outcome.stored("decisions")[0]).toMatchObject({
      story: { sizing: { rule: "TB-09" }, advice: [{ service: "trading_mathematician", binding: false, about: { quantity: "5" } }] },
    });
  });
});
