import { describe, expect, it } from "@jest/globals";
import { event } from "@quantum/test-kit";
import { account, BAR_MS, bars, cleared, filled, funding, play, stop, T0 } from "../../test/scenario.ts";

const exit = (price: string, part = {}) => filled({ side: "SELL", leg: "EXIT", price, filledAt: T0 + BAR_MS, ...part });

describe("PI-09: R of a trade", () => {
  it("is net profit, fees and funding included, over the initial risk", () => {
    const paid = funding("-1", T0 + 1_000);
    const { emitted } = play([account("10000"), cleared(), filled({ feeUsd: "0.5" }), stop("90"), paid, exit("121.5", { feeUsd: "0.5" })]);
    expect(emitted("trade.closed")).toEqual([
      expect.objectContaining({
        grossPnlUsd: "21.5",
        feesUsd: "1",
        fundingUsd: "-1",
        netPnlUsd: "19.5",
        initialRiskUsd: 10,
        rMultiple: 1.95,
      }),
    ]);
  });

  it("a short earns when the price falls", () => {
    const { emitted } = play([
      account("1"),
      cleared({ stopPrice: "110" }),
      filled({ side: "SELL" }),
      filled({ leg: "TAKE_PROFIT", price: "85" }),
    ]);
    expect(emitted("trade.closed")[0]).toMatchObject({ direction: "SHORT", rMultiple: 1.5, exitCode: "EXIT_TAKE_PROFIT" });
  });

  it("PI-06 moving the stop later does not change it", () => {
    const { emitted, state } = play([account("1"), cleared(), filled(), stop("90"), stop("99"), bars(T0 + BAR_MS, { BTCUSDT: 105 })]);
    expect(emitted("portfolio.valued")[0]?.positions[0]).toMatchObject({ stopPrice: "99", initialRiskUsd: 10, rMultiple: 0.5 });
    expect(state.plans.t1?.initialStop).toBe("90");
  });

  it("the stop that rested first counts, not the one that was intended", () => {
    const { rows } = play([account("1"), cleared({ stopPrice: "90.004" }), filled(), stop("90")]);
    expect(rows("trades").at(-1)?.row).toMatchObject({ stop_price: "90", initial_risk_usd: 10 });
  });

  it("PI-08 adding to a position later does not change the initial risk", () => {
    const more = filled({ clientOrderId: "add", price: "110", filledAt: T0 + 1 });
    const { state, emitted } = play([account("1"), cleared(), filled(), stop("90"), more, bars(T0 + BAR_MS, { BTCUSDT: 110 })]);
    expect(state.books.BTCUSDT?.current.open).toMatchObject({ quantity: "2", initialQuantity: "1" });
    expect(emitted("portfolio.valued")[0]?.positions[0]).toMatchObject({ entryPrice: "105", initialRiskUsd: 10, rMultiple: 1 });
  });

  it("several fills of the opening order make one initial risk", () => {
    const { emitted } = play([
      account("1"),
      cleared(),
      filled({ quantity: "0.4" }),
      filled({ quantity: "0.6", price: "110" }),
      bars(T0 + BAR_MS, { BTCUSDT: 110 }),
    ]);
    expect(emitted("portfolio.valued")[0]?.positions[0]?.initialRiskUsd).toBeCloseTo(16, 10);
  });

  it("is unknown without a stop, and with a stop at the entry", () => {
    const without = play([account("1"), filled(), exit("120")]).emitted("trade.closed")[0];
    expect(without).toMatchObject({ initialRiskUsd: null, rMultiple: null, maxFavourableR: null, maxAdverseR: null });
    const atEntry = play([account("1"), cleared({ stopPrice: "100" }), filled(), exit("120")]).emitted("trade.closed")[0];
    expect(atEntry).toMatchObject({ initialRiskUsd: null, rMultiple: null });
  });
});

describe("PI-04: flips, partial closes and unclaimed fills", () => {
  it("a partial close keeps the trade open at the same average price", () => {
    const { emitted, state } = play([account("1"), cleared(), filled({ quantity: "3" }), exit("130", { quantity: "1" })]);
    expect(emitted("trade.closed")).toEqual([]);
    expect(state.books.BTCUSDT?.current.open).toMatchObject({ quantity: "2", costUsd: "200", grossPnlUsd: "30" });
  });

  it("a flip closes one trade and opens another with the rest of quantity and fee", () => {
    const flip = filled({ tradeId: "t2", side: "SELL", quantity: "4", price: "110", feeUsd: "0.4", filledAt: T0 + 1 });
    const { emitted, state } = play([account("1"), filled(), flip]);
    expect(emitted("trade.closed")[0]).toMatchObject({ tradeId: "t1", grossPnlUsd: "10", feesUsd: "0.1" });
    expect(emitted("trade.opened").map((trade) => [trade.tradeId, trade.direction, trade.quantity])).toEqual([
      ["t1", "LONG", "1"],
      ["t2", "SHORT", "3"],
    ]);
    expect(state.books.BTCUSDT?.current.open?.feesUsd).toBe("0.3");
  });

  it("an exit larger than its position leaves an orphan, with an alert", () => {
    const { emitted } = play([account("1"), filled(), exit("110", { quantity: "2" })]);
    expect(emitted("trade.opened")[1]?.tradeId).toMatch(/^orphan-/);
    expect(emitted("alert.raised").map((alert) => alert.code)).toEqual(["ORPHAN_FILL"]);
  });

  it("a fill nobody claims opens an orphan under an id that derives from the fill", () => {
    const stray = filled({ tradeId: "", leg: "UNKNOWN", exchangeTradeId: "5" });
    const ids = [1, 2].map(() => play([account("1"), stray]).emitted("trade.opened")[0]?.tradeId);
    expect(ids[0]).toMatch(/^orphan-/);
    expect(ids[1]).toBe(ids[0]);
  });

  it("PI-18 a fill of another trade added to an open position raises an alert", () => {
    const { emitted } = play([account("1"), filled(), filled({ tradeId: "t9" })]);
    expect(emitted("alert.raised").map((alert) => alert.code)).toEqual(["ORPHAN_FILL"]);
  });

  it("a late entry fill after the close never re-opens the closed trade", () => {
    const { emitted } = play([account("1"), filled(), exit("110"), filled({ filledAt: T0 + BAR_MS + 1 })]);
    expect(emitted("trade.opened").map((trade) => trade.tradeId)).toEqual(["t1", expect.stringMatching(/^orphan-/)]);
  });

  it("a fill that turns out to come earlier voids the trade that was made without it", () => {
    const late = filled({ exchangeTradeId: "1", tradeId: "t1", filledAt: T0 });
    const early = filled({ exchangeTradeId: "2", tradeId: "t1", leg: "EXIT", side: "SELL", price: "110", filledAt: T0 + 5 });
    const { rows, state } = play([account("1"), early, late]);
    expect(rows("trades").map(({ key, row }) => [key.slice(0, 2), row.status])).toEqual([
      ["or", "OPEN"],
      ["t1", "CLOSED"],
      ["or", "VOID"],
    ]);
    expect(state.books.BTCUSDT?.current.open).toBeNull();
  });
});

describe("PI-07: why a trade ended", () => {
  const code = (part: object, inputs: Parameters<typeof play>[0] = []) =>
    play([account("1"), cleared(), filled(), ...inputs, exit("99", part)]).emitted("trade.closed")[0]?.exitCode;
  it("stop and take-profit tell by their leg", () => {
    expect(code({ leg: "STOP" })).toBe("EXIT_STOP");
    expect(code({ leg: "TAKE_PROFIT" })).toBe("EXIT_TAKE_PROFIT");
  });
  it("an exit carries the code its reason begins with", () => {
    expect(code({}, [cleared({ purpose: "EXIT", reason: "EXIT_TIME: 48 bars" })])).toBe("EXIT_TIME");
    expect(code({}, [cleared({ purpose: "EXIT", reason: "because" })])).toBe("EXIT_OPERATOR");
    expect(code({}, [cleared({ purpose: "EXIT", reason: "toString" })])).toBe("EXIT_OPERATOR");
  });
  it("an exit nobody asked for is execution closing what it could not protect", () => {
    expect(code({})).toBe("UNPROTECTED");
    expect(code({}, [cleared({ purpose: "EXIT", reason: "EXIT_TIME" }, false)])).toBe("UNPROTECTED");
    const refused = (why: "STOP_PASSED" | "EXCHANGE_REJECTED") =>
      event(
        "order.rejected",
        { clientOrderId: "s", tradeId: "t1", leg: "STOP", symbol: "BTCUSDT", code: why, exchangeCode: "-2021", reason: "" },
        { source: "execution" },
      );
    expect(code({}, [refused("STOP_PASSED")])).toBe("STOP_PASSED");
    expect(code({}, [refused("EXCHANGE_REJECTED")])).toBe("UNPROTECTED");
  });
  it("an order of the exchange is a liquidation, one of the emergency stop says so, any other unknown one is a person's", () => {
    expect(code({ leg: "UNKNOWN", clientOrderId: "ess-123" })).toBe("EXIT_EMERGENCY");
    expect(code({ leg: "UNKNOWN", clientOrderId: "autoclose-123" })).toBe("EXIT_LIQUIDATION");
    expect(code({ leg: "UNKNOWN", clientOrderId: "web_1" })).toBe("EXIT_OPERATOR");
  });
});

describe("PI-05: funding", () => {
  it("goes to the trade that was open, not to one opened at that moment", () => {
    const paid = funding("-2", T0 + BAR_MS);
    const fills = [filled(), exit("110"), filled({ tradeId: "t2", filledAt: T0 + BAR_MS })];
    const { state, rows } = play([account("1"), ...fills, paid]);
    expect(state.books.BTCUSDT?.current.closed[0]).toMatchObject({ tradeId: "t1", fundingUsd: "-2" });
    expect(rows("funding")).toEqual([
      { key: expect.any(String), row: { at: T0 + BAR_MS, symbol: "BTCUSDT", trade_id: "t1", amount_usd: "-2" } },
    ]);
    expect(rows("trades").at(-1)?.row).toMatchObject({ status: "CLOSED", funding_usd: "-2" });
  });
  it("counts once per transaction, before and after it was settled", () => {
    const paid = funding("-2", T0 + 1);
    const { state } = play([account("1"), filled(), paid, paid, bars(T0 + 10 * BAR_MS, {}), paid]);
    expect(state.books.BTCUSDT?.current.totals.fundingUsd).toBe("-2");
  });
  it("without any trade belongs to none and still counts in the wallet", () => {
    const { state, rows } = play([account("100"), funding("3", T0)]);
    expect(rows("funding")[0]?.row.trade_id).toBeNull();
    expect(state.books.BTCUSDT?.current.totals.fundingUsd).toBe("3");
  });
});

describe("PI-10: how far a trade went", () => {
  it("bar highs and lows while it was open, in R", () => {
    const { emitted } = play([
      account("1"),
      cleared(),
      filled(),
      bars(T0 + BAR_MS, { BTCUSDT: [100, 115, 95, 110] }),
      exit("105", { filledAt: T0 + BAR_MS + 1 }),
    ]);
    expect(emitted("trade.closed")[0]).toMatchObject({ maxFavourableR: 1.5, maxAdverseR: -0.5 });
  });
  it("the bar it was opened within counts by its close only", () => {
    const opened = filled({ filledAt: T0 + BAR_MS / 2 });
    const { emitted } = play([account("1"), cleared(), opened, bars(T0 + BAR_MS, { BTCUSDT: [100, 115, 95, 110] })]);
    expect(emitted("portfolio.valued")[0]?.positions[0]).toMatchObject({ maxFavourableR: 1, maxAdverseR: 0, ageBars: 1 });
  });
  it("the first tenth of the bar is still its beginning, the moment after is not", () => {
    const at = (offset: number) =>
      play([account("1"), cleared(), filled({ filledAt: T0 + offset }), bars(T0 + BAR_MS, { BTCUSDT: [100, 120, 100, 110] })]).emitted(
        "portfolio.valued",
      )[0]?.positions[0]?.maxFavourableR;
    expect(at(BAR_MS / 10)).toBe(2);
    expect(at(BAR_MS / 10 + 1)).toBe(1);
  });
  it("a bar that closed before the trade does not count", () => {
    const { emitted } = play([account("1"), cleared(), filled({ filledAt: T0 }), bars(T0, { BTCUSDT: [100, 200, 50, 100] })]);
    expect(emitted("portfolio.valued")[0]?.positions[0]).toMatchObject({ maxFavourableR: 0, maxAdverseR: 0, ageBars: 0 });
  });
  it("a loss through the stop counts by the price it was left at; shorts are mirrored", () => {
    const { emitted } = play([
      account("1"),
      cleared({ stopPrice: "110" }),
      filled({ side: "SELL" }),
      filled({ leg: "STOP", price: "112" }),
    ]);
    expect(emitted("trade.closed")[0]).toMatchObject({ maxAdverseR: -1.2, maxFavourableR: 0, rMultiple: -1.2, exitCode: "EXIT_STOP" });
  });
  it("bars between cycles are watched but do not age a trade", () => {
    const { emitted } = play([
      account("1"),
      cleared(),
      filled(),
      bars(T0 + BAR_MS, { BTCUSDT: 120 }, false),
      bars(T0 + 2 * BAR_MS, { BTCUSDT: 100 }),
    ]);
    expect(emitted("portfolio.valued")[0]?.positions[0]).toMatchObject({ ageBars: 1, maxFavourableR: 2 });
  });
});
