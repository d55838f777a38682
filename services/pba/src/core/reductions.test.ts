import { describe, expect, it } from "@jest/globals";
import { Exact } from "@quantum/exact";
import { createRandom } from "@quantum/market";
import { deskOf, randomCase, randomMatrices } from "../../test/random-desks.ts";
import { book, desk, holding } from "../../test/scenario.ts";
import { createBook } from "./book.ts";
import { findingsOf, reductionsOf } from "./reductions.ts";

const { contracts } = desk(null).state;
const asked = (held: ReturnType<typeof book>) =>
  reductionsOf(held, contracts).map(({ tradeId, quantity, verdict }) => [tradeId, quantity, verdict.rule]);
const spread = (usd: number) => book([holding("BTCUSDT", usd), holding("XRPUSDT", usd, { direction: "SHORT" }), holding("LINKUSDT", usd)]);

describe("reductions of a book that is beyond a limit", () => {
  it("none within the limits, and none for a drift of up to 5 % of the limit", () => {
    expect(asked(spread(266))).toEqual([]);
    expect(asked(spread(280))).toEqual([]);
    expect(findingsOf(spread(280)).find(({ rule }) => rule === "PBA-02")).toMatchObject({ passed: false });
  });

  it("beyond that the largest position is cut back to the limit itself", () => {
    const held = book([holding("BTCUSDT", 310), holding("XRPUSDT", 290, { direction: "SHORT" }), holding("LINKUSDT", 260)]);
    expect(asked(held)).toEqual([["t-BTCUSDT", "60", "PBA-02"]]);
  });

  it("rounds up to the step, and takes all of a position whose rest could not be traded", () => {
    expect(asked(book([holding("BTCUSDT", "380.005")]))).toEqual([["t-BTCUSDT", "60.01", "PBA-01"]]);
    expect(asked(book([holding("BTCUSDT", 325), holding("ETHUSDT", 324)]))).toEqual([
      ["t-BTCUSDT", "325", "PBA-01"],
      ["t-ETHUSDT", "4", "PBA-01"],
    ]);
  });

  it("without a known contract all of the position goes", () => {
    expect(reductionsOf(book([holding("BTCUSDT", 400)]), {})[0]).toMatchObject({ quantity: "400" });
  });

  it("after the reductions every limit they are asked for holds, on random books", () => {
    const random = createRandom("pba reductions");
    const matrices = randomMatrices("pba correlations");
    let reduced = 0;
    for (let i = 0; i < 3_000; i++) {
      const { book: held, state } = deskOf(randomCase(random, matrices));
      if (!held) throw new Error("a random desk has a book");
      const cuts = new Map(reductionsOf(held, state.contracts).map(({ tradeId, quantity }) => [tradeId, quantity]));
      reduced += cuts.size > 0 ? 1 : 0;
      const left = held.holdings.flatMap((one) => {
        const quantity = one.quantity.minus(cuts.get(one.tradeId) ?? 0);
        expect(quantity.gte(0)).toBe(true);
        return quantity.gt(0) ? [{ ...one, quantity, notionalUsd: quantity.times(one.price) }] : [];
      });
      const after = createBook(held, left);
      expect(reductionsOf(after, state.contracts)).toEqual([]);
      expect(new Exact(after.totalUsd).lte(held.totalUsd)).toBe(true);
    }
    expect(reduced).toBeGreaterThan(500);
  }, 60_000);
});
