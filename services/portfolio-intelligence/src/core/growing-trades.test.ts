import { describe, expect, it } from "@jest/globals";
import type { FleetEvent, Input } from "@quantum/types";
import fc from "fast-check";
import { account, BAR_MS, bars, cleared, event, filled, play, stop, T0 } from "../../test/scenario.ts";

const orders = { tradeId: "t1", symbol: "BTCUSDT" };

/** An order that fills for trade t1. */
function submitted(clientOrderId: string, intentId: string): FleetEvent<"order.submitted"> {
  return event("order.submitted", T0, {
    ...orders,
    clientOrderId,
    intentId,
    leg: "ENTRY",
    side: "BUY",
    type: "LIMIT",
    quantity: "1",
    price: "100",
    triggerPrice: null,
    reduceOnly: false,
  });
}
/** A stop with an id of its own. */
function stopAs(clientOrderId: string, triggerPrice: string): FleetEvent<"order.submitted"> {
  const { data } = stop(triggerPrice);
  return event("order.submitted", T0, { ...data, clientOrderId });
}
const gone = (clientOrderId: string) => event("order.cancelled", T0, { ...orders, clientOrderId, leg: "STOP", reason: "moved" });
const refused = (clientOrderId: string) =>
  event("order.rejected", T0, { ...orders, clientOrderId, leg: "STOP", code: "EXCHANGE_REJECTED", exchangeCode: "-1", reason: "no" });
const at = (order: string, quantity: string, price: string, part = {}) =>
  filled({ clientOrderId: order, quantity, price, filledAt: T0 + 1, ...part });
const position = (inputs: readonly Input[], close = 110) =>
  play([account("10000"), ...inputs, bars(T0 + BAR_MS, { BTCUSDT: close })]).emitted("portfolio.valued")[0]?.positions[0];

describe("a trade whose entry is carried out in several orders", () => {
  const entered = [
    cleared({ quantity: "3" }),
    submitted("child-1", "i1"),
    submitted("child-2", "i1"),
    at("child-1", "1", "100"),
    stopAs("s1", "90"),
    at("child-2", "1", "102"),
    at("child-2", "1", "104"),
  ];

  it("PI-08 counts all of them as its initial risk, and tells what they bought", () => {
    expect(position(entered)).toMatchObject({ quantity: "3", initialQuantity: "3", entryPrice: "102", initialRiskUsd: 36 });
  });

  it("PI-08 counts also what its entry buys after a part was left", () => {
    const left = at("x", "0.5", "105", { side: "SELL", leg: "EXIT", filledAt: T0 + 2 });
    const more = at("child-2", "1", "106", { filledAt: T0 + 3 });
    expect(position([...entered.slice(0, 6), left, more])).toMatchObject({ quantity: "2.5", initialQuantity: "3", initialRiskUsd: 38 });
  });
});

describe("a trade that grows", () => {
  const opened = [cleared(), submitted("entry", "i1"), at("entry", "1", "100"), stopAs("s1", "90")];
  const moved = [cleared({ purpose: "PROTECT", intentId: "p", side: "SELL", stopPrice: "101", leverage: 5 }), stopAs("s2", "101")];
  const grown = [
    ...opened,
    ...moved,
    gone("s1"),
    cleared({ purpose: "ADD", intentId: "a", stopPrice: "101", leverage: 7 }),
    submitted("add", "a"),
    at("add", "0.25", "120", { filledAt: T0 + 2 }),
  ];

  it("PI-08 keeps its initial risk and PI-09 its unit of R; the entry price is the average", () => {
    // Won at 120: 20 by the first, nothing by the addition.
    expect(position(grown, 120)).toMatchObject({
      quantity: "1.25",
      initialQuantity: "1",
      entryPrice: "104",
      initialRiskUsd: 10,
      rMultiple: 2,
      maxFavourableR: 2,
      leverage: 3,
    });
  });

  it("keeps its books exact through additions and exits: what is won adds up to the R that is told", () => {
    const part = at("x1", "0.5", "126", { side: "SELL", leg: "EXIT", filledAt: T0 + 3 });
    const rest = at("s2", "0.75", "101", { side: "SELL", leg: "STOP", filledAt: T0 + 4 });
    const { emitted } = play([account("10000"), ...grown, part, rest]);
    expect(emitted("trade.closed")).toMatchObject([
      {
        quantity: "1.25",
        entryPrice: "104",
        exitPrice: "111",
        grossPnlUsd: "8.75",
        initialRiskUsd: 10,
        rMultiple: 0.875,
        exitCode: "EXIT_STOP",
      },
    ]);
  });

  it("what it wins is what was paid less what was got, however it grows and shrinks", () => {
    const step = fc.record({
      buys: fc.boolean(),
      quantity: fc.integer({ min: 1, max: 50 }),
      price: fc.integer({ min: 8_000, max: 13_000 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let held = 100;
        let cents = 100 * -10_000;
        const fills = steps.flatMap(({ buys, quantity, price }, i) => {
          const size = buys ? quantity : Math.min(quantity, held - 1);
          if (size <= 0) return [];
          held += buys ? size : -size;
          cents += (buys ? -1 : 1) * size * price;
          const over = buys ? {} : ({ side: "SELL", leg: "EXIT" } as const);
          return [at(buys ? "add" : "x", String(size / 100), String(price / 100), { ...over, filledAt: T0 + 10 + i })];
        });
        const last = at("s", String(held / 100), "100", { side: "SELL", leg: "STOP", filledAt: T0 + 99 });
        const { emitted, state } = play([account("10000"), cleared(), at("entry", "1", "100"), stopAs("s1", "90"), ...fills, last]);
        expect(Number(emitted("trade.closed")[0]?.grossPnlUsd)).toBeCloseTo((cents + held * 10_000) / 10_000, 6);
        expect(emitted("trade.closed")[0]?.initialRiskUsd).toBe(10);
        expect(state.books.BTCUSDT?.current.open).toBeNull();
      }),
      { numRuns: 100 },
    );
  });
});

describe("PI-20: the stop that rests", () => {
  const opened = [cleared(), filled(), stopAs("s1", "90")];
  const resting = (...inputs: Input[]) => position([...opened, ...inputs])?.stopPrice;

  it("is the intended one until one was submitted, then the newest", () => {
    expect(position([cleared(), filled()])?.stopPrice).toBe("90");
    expect(resting(stopAs("s2", "101"))).toBe("101");
    expect(resting(stopAs("s2", "101"), gone("s1"))).toBe("101");
  });

  it("is the old one again when the new one was refused or cancelled", () => {
    expect(resting(stopAs("s2", "101"), refused("s2"))).toBe("90");
    expect(resting(stopAs("s2", "101"), gone("s2"))).toBe("90");
  });

  it("is none when none rests; the initial risk stays", () => {
    expect(position([...opened, gone("s1")])).toMatchObject({ stopPrice: null, initialRiskUsd: 10 });
  });

  it("is not touched by the end of other orders, or of other trades", () => {
    const target = event("order.cancelled", T0, { ...orders, clientOrderId: "s1", leg: "TAKE_PROFIT", reason: "off" });
    const other = event("order.cancelled", T0, { ...orders, tradeId: "t9", clientOrderId: "s1", leg: "STOP", reason: "off" });
    expect(resting(target, other)).toBe("90");
  });

  it("sent again under its id, counts once", () => {
    expect(resting(stopAs("s1", "90"), gone("s1"))).toBeNull();
  });
});
