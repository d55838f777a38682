import { describe, expect, it } from "@jest/globals";
import { Exact } from "@quantum/exact";
import { given } from "@quantum/test-kit";
import type { FleetEvent, Intent } from "@quantum/types";
import { BAR_MS, cleared, closed, filled, intent, market, quoted, said, settled, submitted, T0 } from "../../test/scenario.ts";
import { createAelmCore } from "./index.ts";

const order = intent();
const gtx = { type: "LIMIT" as const, timeInForce: "GTX" as const, price: "100.01" };
const bound = "ENFORCED";
const watching = "OBSERVE";

function measured(mode: "ENFORCED" | "OBSERVE", first: FleetEvent, ...events: FleetEvent[]) {
  return given(createAelmCore())
    .after(...market(), first, said(first, mode))
    .when(...events)
    .emitted("shortfall.measured");
}

function sumOf(one: ReturnType<typeof measured>[number]): string {
  const { delayBps, spreadBps, impactBps, feeBps, opportunityBps } = one;
  return [delayBps, spreadBps, impactBps, feeBps, opportunityBps].reduce((sum, part) => sum.plus(part), new Exact(0)).toFixed();
}

describe("shortfall", () => {
  it("of a market order is spread, impact and fee", () => {
    const fills = [
      filled(order, { price: "100.02", quantity: "6", feeUsd: "0.30006" }),
      filled(order, { price: "100.05", quantity: "4", feeUsd: "0.2001", id: "f2" }),
    ];
    const [one] = measured(
      bound,
      cleared(intent({ ...order })),
      submitted(order),
      ...fills,
      settled(order),
      closed(T0 + BAR_MS, { low: 100.5, high: 101, close: 100.9, open: 100.5 }),
    );
    expect(one).toMatchObject({
      executed: "PLAIN",
      averagePrice: "100.032",
      ...{ delayBps: 0, spreadBps: 2, impactBps: 1.2, feeBps: 5.0016, opportunityBps: 0, totalBps: 8.2016 },
    });
  });

  it("of a sale has the opposite sign of the price", () => {
    const sale = intent({ side: "SELL", stopPrice: "101" });
    const fill = filled(sale, { price: "99.98", quantity: "10", feeUsd: "0.4999" });
    const [one] = measured(
      watching,
      cleared(sale),
      submitted(sale),
      fill,
      settled(sale),
      closed(T0 + BAR_MS, { low: 99, high: 99.5, close: 99.4, open: 99.5 }),
    );
    expect(one).toMatchObject({ spreadBps: 2, impactBps: 0, feeBps: 4.999, totalBps: 6.999 });
  });

  it("counts what moved before the first child left as delay, and what was not filled at the price when it was given up", () => {
    const fill = filled(order, { price: "100.12", quantity: "6", feeUsd: "0.30036" });
    const late = quoted(T0 + 1_000, { bid: 100.08, ask: 100.12 });
    const end = quoted(T0 + 2_000, { bid: 100.48, ask: 100.52 });
    const part = settled(order, { outcome: "PARTIAL", filledQuantity: "6", averagePrice: "100.12" });
    const [one] = measured(bound, cleared(order), late, submitted(order, gtx), fill, end, part);
    expect(one).toMatchObject({ executed: "PLANNED", delayBps: 6, spreadBps: 1.2, feeBps: 3.0036, opportunityBps: 20, totalBps: 30.2036 });
    expect(sumOf(one as never)).toBe("30.2036");
  });

  it("of a maker is below zero in its spread", () => {
    const fill = filled(order, { price: "99.98", quantity: "10", feeUsd: "0.19996", maker: true });
    const [one] = measured(bound, cleared(order), submitted(order, { ...gtx, price: "99.98" }), fill, settled(order));
    expect(one).toMatchObject({ executed: "PLANNED", spreadBps: -2, impactBps: 0, feeBps: 1.9996, totalBps: -0.0004 });
    expect(one?.otherBps).toBeCloseTo(7, 9);
  });

  it("takes fills that were never shown at the average of the last word, and at the taker's fee", () => {
    const [one] = measured(bound, cleared(order), submitted(order, gtx), settled(order, { averagePrice: "100.02" }));
    expect(one).toMatchObject({ averagePrice: "100.02", feeBps: 5, totalBps: 7 });
  });

  it("of an order that was refused or only recorded is not measured; of one that was tried in vain it is what was missed", () => {
    for (const outcome of ["REFUSED", "RECORDED"] as const)
      expect(measured(bound, cleared(order), settled(order, { outcome, filledQuantity: "0" }))).toEqual([]);
    const end = quoted(T0 + 1_000, { bid: 100.08, ask: 100.12 });
    const vain = settled(order, { outcome: "REJECTED", filledQuantity: "0" });
    expect(measured(bound, cleared(order), submitted(order, gtx), end, vain)).toMatchObject([{ opportunityBps: 10, totalBps: 10 }]);
  });
});

describe("planned or plain", () => {
  const fill = filled(order, { price: "100.02", quantity: "10", feeUsd: "0.5001" });
  const over = closed(T0 + BAR_MS, { low: 99, high: 101, close: 100 });
  it("only a plan of our own tells the mode", () => {
    const order = intent();
    const outcome = given(createAelmCore())
      .after(...market(), cleared(order), said(cleared(order), "ENFORCED", "somebody"), submitted(order, gtx), fill)
      .when(settled(order), over);
    expect(outcome.emitted("shortfall.measured")).toMatchObject([{ executed: "PLAIN" }]);
  });

  it.each([
    ["a first child as planned, and ENFORCED", bound, gtx, "PLANNED"],
    ["a first child as planned, but OBSERVE", watching, gtx, "PLAIN"],
    ["another first child", bound, {}, "PLAIN"],
  ])("%s: %p", (_, mode, child, executed) => {
    expect(measured(mode as typeof bound, cleared(order), submitted(order, child as object), fill, settled(order), over)).toMatchObject([
      { executed },
    ]);
  });

  it("stops and take-profits of the same intent are no children", () => {
    const stop = submitted(order, { leg: "STOP", type: "STOP_MARKET", clientOrderId: "s1", triggerPrice: "99" });
    const [one] = measured(bound, cleared(order), submitted(order, gtx), stop, fill, settled(order));
    expect(one).toMatchObject({ executed: "PLANNED", filledQuantity: "10" });
  });
});

describe("the way not taken", () => {
  const fill = filled(order, { price: "100.02", quantity: "10", feeUsd: "0.5001" });
  const plain = [cleared(order), submitted(order), fill, settled(order)] as const;

  it("is said once the bars tell, and waits until then", () => {
    expect(measured(watching, ...plain)).toEqual([]);
    expect(measured(watching, ...plain, closed(T0 + BAR_MS, { low: 99.9, high: 100.1, close: 100 }))).toHaveLength(1);
  });

  it("is the limit and the maker's fee where a bar trades through it, not where it is only touched", () => {
    const plan = given(createAelmCore())
      .after(...market())
      .when(cleared(order))
      .emitted("order.planned")[0];
    const limit = Number(plan?.steps[0]?.price);
    const through = measured(watching, ...plain, closed(T0 + BAR_MS, { low: limit - 0.01, high: 100.4, close: 100.3 }));
    expect(through[0]?.otherBps).toBeCloseTo((limit - 100) * 100 + 2, 9);
    const touched = measured(watching, ...plain, closed(T0 + BAR_MS, { low: limit, high: 100.4, close: 100.3, open: 100.1 }));
    expect(touched[0]?.otherBps).toBeCloseTo(30 + 7, 9);
  });

  it("beyond the guard is the move alone", () => {
    const [one] = measured(watching, ...plain, closed(T0 + BAR_MS, { low: 100.5, high: 101, close: 100.9, open: 100.5 }));
    expect(one?.otherBps).toBeCloseTo(90, 9);
  });

  it("is not known where the bar is missing", () => {
    const none = closed(T0 + BAR_MS, { low: 1, high: 1, close: 1 }, "XRPUSDT");
    expect(measured(watching, ...plain, none)).toMatchObject([{ otherBps: null }]);
  });
});

describe("answers", () => {
  const planned = (...events: FleetEvent[]) =>
    given(createAelmCore())
      .after(...market())
      .when(...events)
      .emitted("order.planned").length;
  it.each([
    ["a binding entry", [cleared(order)], 1],
    ["the same again", [cleared(order), cleared(order)], 1],
    ["one that does not bind", [cleared(order, { binding: false })], 0],
    ["one cleared by somebody else", [cleared(order, { source: "trading_bot" })], 0],
    ["an addition", [cleared(intent({ purpose: "ADD" } as Partial<Intent>))], 0],
    ["a moved stop", [cleared(intent({ purpose: "PROTECT" } as Partial<Intent>))], 0],
  ])("%s gets its answer once", (_, events, count) => {
    expect(planned(...(events as FleetEvent[]))).toBe(count);
  });
});
