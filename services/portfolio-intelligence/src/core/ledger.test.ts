import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { account, bars, type FillPart, filled, funding, held, play, T0 } from "../../test/scenario.ts";
import { Exact, text } from "./money.ts";
import { signedQuantity } from "./trade.ts";
import { accountTotals, walletUsd } from "./wallet.ts";

const decimal = (places: number, max: number) => fc.integer({ min: 1, max }).map((n) => text(new Exact(n).div(10 ** places)));
const fillPart = fc.record({
  side: fc.constantFrom("BUY" as const, "SELL" as const),
  quantity: decimal(3, 5_000),
  price: decimal(2, 9_000_000),
  feeUsd: decimal(8, 900_000_000),
});

/** Fills with increasing exchange ids, several at the same moment. */
function sequence(parts: readonly FillPart[]) {
  return parts.map((part, index) =>
    filled({ ...part, exchangeTradeId: String(1_000 + index), filledAt: T0 + Math.floor(index / 3) * 1_000, tradeId: `t${index}` }),
  );
}

/** Signed quantity and average-cost profit, computed another way: over the cash that flowed. */
function cash(parts: readonly FillPart[]): Exact {
  return parts.reduce((sum, { side, quantity = "0", price = "0" }) => {
    const value = new Exact(quantity).times(price);
    return side === "BUY" ? sum.minus(value) : sum.plus(value);
  }, new Exact(0));
}

describe("the ledger is exact", () => {
  it("PI-01 positions are the sum of the signed fills, and cash flow = realised - cost of what is open, to the last digit", () => {
    fc.assert(
      fc.property(fc.array(fillPart, { minLength: 1, maxLength: 40 }), (parts) => {
        const { state } = play([account("10000"), ...sequence(parts)]);
        const { open, totals } = state.books.BTCUSDT!.current;
        const sum = parts.reduce(
          (total, { side, quantity }) => (side === "BUY" ? total.plus(quantity) : total.minus(quantity)),
          new Exact(0),
        );
        expect(signedQuantity(open)).toBe(text(sum));
        const basis = open ? new Exact(open.costUsd).times(open.direction === "LONG" ? 1 : -1) : new Exact(0);
        expect(text(cash(parts))).toBe(text(new Exact(totals.realisedPnlUsd).minus(basis)));
      }),
      { numRuns: 200 },
    );
  });

  it("PI-15 wallet = start + realised - fees + funding, and the trades add up to it", () => {
    fc.assert(
      fc.property(
        fc.array(fillPart, { minLength: 1, maxLength: 30 }),
        fc.array(fc.integer({ min: -9_999_999, max: 9_999_999 }), { maxLength: 5 }),
        (parts, payments) => {
          const paid = payments.map((units, index) => funding(text(new Exact(units).div(1e8)), T0 + index * 2_000 + 1));
          const { state } = play([account("10000"), ...sequence(parts), ...paid]);
          const totals = accountTotals(state);
          const fees = parts.reduce((sum, part) => sum.plus(part.feeUsd), new Exact(0));
          expect(totals.feesUsd).toBe(text(fees));
          const { open, closed } = state.books.BTCUSDT!.current;
          const trades = open ? [...closed, open] : closed;
          const net = trades.reduce(
            (sum, trade) => sum.plus(trade.grossPnlUsd).minus(trade.feesUsd).plus(trade.fundingUsd),
            new Exact(10_000),
          );
          expect(walletUsd("10000", totals, "ours")).toBe(text(net));
        },
      ),
      { numRuns: 100 },
    );
  });

  it("PI-02 a round trip in any parts realises exactly what came in less what went out", () => {
    fc.assert(
      fc.property(fc.array(fillPart, { minLength: 1, maxLength: 12 }), decimal(2, 9_000_000), (parts, lastPrice) => {
        const entries = parts.map((part) => ({ ...part, side: "BUY" as const }));
        const held = entries.reduce((sum, { quantity }) => sum.plus(quantity), new Exact(0));
        const third = held.div(3).round(4, 0);
        const exits = [third, third, held.minus(third).minus(third)]
          .filter((part) => part.gt(0))
          .map((quantity) => ({ side: "SELL" as const, quantity: text(quantity), price: lastPrice, feeUsd: "0" }));
        const all = [...entries, ...exits];
        const { state } = play([account("10000"), ...sequence(all)]);
        expect(state.books.BTCUSDT!.current.open).toBeNull();
        expect(accountTotals(state).realisedPnlUsd).toBe(text(cash(all)));
      }),
      { numRuns: 100 },
    );
  });
});

describe("PI-03: a fill counts exactly once", () => {
  it("deliveries of 1 to 5 times in any order leave the ledger of one delivery in order", () => {
    const input = fc.array(fc.tuple(fillPart, fc.integer({ min: 1, max: 5 })), { minLength: 1, maxLength: 12 }).chain((rows) => {
      const events = sequence(rows.map(([part]) => part));
      const repeated = events.flatMap((event, index) => Array.from({ length: rows[index]![1] }, () => event));
      return fc.tuple(fc.constant(events), fc.shuffledSubarray(repeated, { minLength: repeated.length }));
    });
    fc.assert(
      fc.property(input, ([once, shuffled]) => {
        const expected = play([account("10000"), ...once]).state.books;
        expect(play([account("10000"), ...shuffled]).state.books).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  it("repeats after the fill was settled change nothing", () => {
    const first = filled({ exchangeTradeId: "7" });
    const later = [1, 2, 3, 4, 5].map((n) => bars(T0 + n * 300_000, { BTCUSDT: 100 }));
    const { state, emitted } = play([account("10000"), first, ...later, first, first]);
    expect(state.books.BTCUSDT!.fills).toHaveLength(0);
    expect(signedQuantity(state.books.BTCUSDT!.current.open)).toBe("1");
    expect(emitted("trade.opened")).toHaveLength(1);
  });

  it("the same exchange trade id in another symbol is another fill", () => {
    const { state } = play([
      account("10000"),
      filled({ exchangeTradeId: "7" }),
      filled({ exchangeTradeId: "7", symbol: "ETHUSDT", tradeId: "t2" }),
    ]);
    expect(accountTotals(state).fills).toBe(2);
  });

  it("settling never changes the ledger, whenever bars close in between", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fillPart, fc.boolean()), { minLength: 1, maxLength: 20 }), (rows) => {
        const events = rows.map(([part], index) =>
          filled({ ...part, exchangeTradeId: String(100 + index), filledAt: T0 + index * 600_000, tradeId: `t${index}` }),
        );
        const withBars = events.flatMap((event, index) => (rows[index]![1] ? [event, bars(event.at + 1_000, {}, false)] : [event]));
        const [plain, settled] = [play([account("1"), ...events]), play([account("1"), ...withBars])];
        expect(settled.state.books.BTCUSDT!.current.totals).toEqual(plain.state.books.BTCUSDT!.current.totals);
        expect(settled.state.books.BTCUSDT!.current.open).toEqual(plain.state.books.BTCUSDT!.current.open);
        expect(settled.emitted("trade.closed")).toEqual(plain.emitted("trade.closed"));
      }),
      { numRuns: 100 },
    );
  });

  it("a fill older than the ids still known is not booked, and that is told", () => {
    const many = Array.from({ length: 60 }, (_, index) => filled({ exchangeTradeId: String(100 + index), filledAt: T0 + index }));
    const { emitted, state } = play([account("1"), ...many, bars(T0 + 3_600_000, {}), filled({ exchangeTradeId: "100", filledAt: T0 })]);
    expect(signedQuantity(state.books.BTCUSDT!.current.open)).toBe("60");
    expect(emitted("alert.raised").map((alert) => alert.code)).toEqual(["FILL_TOO_OLD"]);
  });
});

describe("PI-16: ledger against exchange", () => {
  const entry = filled({ feeUsd: "0.05" });
  it("an account that fits has no difference", () => {
    const { state } = play([account("10000"), entry, account("9999.95", [held("BTCUSDT", "1")])]);
    expect(state.differences).toEqual([]);
  });

  it("the hundred-millionth part of a dollar is a difference", () => {
    const { state } = play([account("10000"), entry, account("9999.95000001", [held("BTCUSDT", "1")])]);
    expect(state.differences.map((one) => one.kind)).toEqual(["wallet", "walletByExchangePnl"]);
  });

  it("a tolerance lets exactly itself pass and nothing more", () => {
    const settings = { walletToleranceUsd: "0.01", correlationBars: 48, correlationMinBars: 24 };
    const at = (wallet: string) => play([account("10000"), entry, account(wallet, [held("BTCUSDT", "1")])], settings).state.differences;
    expect(at("9999.96")).toEqual([]);
    expect(at("9999.9600001")).toHaveLength(2);
  });

  it("an unknown position and a missing one are differences", () => {
    const { state } = play([account("10000"), entry, account("9999.95", [held("ETHUSDT", "-2")])]);
    expect(state.differences.map(({ symbol, ours, theirs }) => [symbol, ours, theirs])).toEqual([
      ["BTCUSDT", "1", "0"],
      ["ETHUSDT", "0", "-2"],
    ]);
  });

  it("only the exchange's own realised figure being off is seen too", () => {
    const exit = filled({ side: "SELL", leg: "EXIT", price: "110", realisedPnlUsd: "9.99" });
    const { state } = play([account("10000"), filled(), exit, account("10010")]);
    expect(state.differences.map((one) => one.kind)).toEqual(["walletByExchangePnl"]);
  });

  it("alerts when two comparisons in a row find the same, once, and when it is gone", () => {
    const wrong = () => account("1", [held("BTCUSDT", "1")]);
    const right = () => account("9999.95", [held("BTCUSDT", "1")]);
    const codes = (inputs: ReturnType<typeof account>[]) =>
      play([account("10000"), entry, ...inputs])
        .emitted("alert.raised")
        .map((alert) => alert.code);
    expect(codes([wrong()])).toEqual([]);
    expect(codes([wrong(), wrong(), wrong()])).toEqual(["LEDGER_DIFFERENCE"]);
    expect(codes([wrong(), wrong(), right(), right(), right()])).toEqual(["LEDGER_DIFFERENCE", "LEDGER_AGREES"]);
  });
});

describe("PI-19: opening the books", () => {
  it("the first account gives the wallet at the start, whatever was filled before it came", () => {
    const { state } = play([filled({ feeUsd: "0.5" }), account("9999.5", [held("BTCUSDT", "1")])]);
    expect(state.startWalletUsd).toBe("10000");
    expect(state.differences).toEqual([]);
  });

  it("positions that were there before become orphan trades, with an alert", () => {
    const { state, emitted } = play([account("10000", [held("BTCUSDT", "-2", "50")])]);
    expect(signedQuantity(state.books.BTCUSDT!.current.open)).toBe("-2");
    expect(emitted("trade.opened")[0]).toMatchObject({ tradeId: expect.stringMatching(/^orphan-/), direction: "SHORT", entryPrice: "50" });
    expect(emitted("alert.raised").map((alert) => alert.code)).toEqual(["ORPHAN_POSITION"]);
    expect(state.differences).toEqual([]);
  });
});
