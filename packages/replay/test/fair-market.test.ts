import { describe, expect, it, jest } from "@jest/globals";
import { replay } from "../src/index.ts";
import { checkFairMarket } from "../src/statistics/fair-market.ts";
import { factsOf } from "../src/statistics/run-facts.ts";
import { statisticsOf } from "../src/statistics/statistics.ts";
import { DESK, smallTape } from "./small-market.ts";

/** Several days of a whole desk, on a machine that may be busy. */
jest.setTimeout(120_000);

describe("a market in which nothing can be learnt", () => {
  it("before costs nothing is won or lost, so that the average R is minus the costs", async () => {
    const tape = await smallTape({ generator: "random-walk", to: "2024-01-07", symbols: "6" });
    const { tables } = await replay({ ...DESK, tape });
    const facts = factsOf((name) => tables.rows(name), 10_000);
    const statistics = statisticsOf(facts);
    expect(facts.trades.length).toBeGreaterThan(100);
    expect(statistics.costsPerTradeR.value).toBeGreaterThan(0);
    expect(checkFairMarket(statistics)).toMatchObject({ passed: true });
  });
});
