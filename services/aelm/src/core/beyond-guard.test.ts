import { describe, expect, it } from "@jest/globals";
import { given } from "@quantum/test-kit";
import type { Intent } from "@quantum/types";
import { cleared, filled, intent, market, said, settled, submitted } from "../../test/scenario.ts";
import { createAelmCore, DEFAULT_SETTINGS } from "./index.ts";
import type { Parent } from "./state.ts";

const LIMIT_BPS = DEFAULT_SETTINGS.exitGuardMaxBps;
const urgent = (part: Partial<Intent> = {}) =>
  intent({ purpose: "EXIT", side: "SELL", stopPrice: null, takeProfitPrice: null, reason: "EXIT_STOP: hit", ...part });
/** A price so many bps worse than arrival at 100 for a sale. */
const worseBy = (bps: number) => String(100 - bps / 100);

function alerts(order: Intent, prices: readonly string[], mode: "ENFORCED" | "OBSERVE" = "ENFORCED") {
  const asked = cleared(order);
  const share = String(10 / prices.length);
  const fills = prices.map((price, i) => filled(order, { price, quantity: share, feeUsd: "0", id: `f${i}` }));
  return given(createAelmCore())
    .after(...market(), asked, said(asked, mode), submitted(order))
    .when(...fills, settled(order))
    .emitted("alert.raised");
}

describe("AE-11 an urgent exit that was filled far away", () => {
  it("is told beyond the widest guard of an exit, and not exactly at it", () => {
    expect(alerts(urgent(), [worseBy(LIMIT_BPS)])).toEqual([]);
    expect(alerts(urgent(), [worseBy(LIMIT_BPS + 1)])).toEqual([
      {
        service: "aelm",
        severity: "WARNING",
        code: "SLIPPAGE_BEYOND_GUARD",
        message: `ADAUSDT: the urgent exit i1 was filled up to ${LIMIT_BPS + 1} bps beyond arrival 100 (worst at ${worseBy(LIMIT_BPS + 1)}); other exits stop at ${LIMIT_BPS} bps.`,
        action: "See GET /shortfall of aelm and the market at that moment; nothing is left to do for this order.",
      },
    ]);
  });

  it("goes by the worst fill, whichever came first, and by the side", () => {
    expect(alerts(urgent(), [worseBy(LIMIT_BPS + 1), "100"])).toHaveLength(1);
    expect(alerts(urgent(), ["100", worseBy(LIMIT_BPS + 1)])).toHaveLength(1);
    expect(alerts(urgent({ side: "BUY" }), ["90"])).toEqual([]);
    expect(alerts(urgent({ side: "BUY" }), ["110"])).toHaveLength(1);
  });

  it("is our word only where our plan was followed, and only where there was no guard", () => {
    expect(alerts(urgent(), ["90"], "OBSERVE")).toEqual([]);
    expect(alerts(urgent({ reason: "EXIT_TIME: held long" }), ["90"])).toEqual([]);
  });

  it("is not told of an order whose fills began before worst prices were kept; its fills still count", () => {
    const order = urgent();
    const asked = cleared(order);
    const { state } = given(createAelmCore())
      .after(...market(), asked, said(asked, "ENFORCED"))
      .when(submitted(order));
    const { unguarded: _, worstPrice: __, ...parent } = state.parents.i1 as Parent;
    const outcome = given(createAelmCore())
      .state({ ...state, parents: { i1: parent as Parent } })
      .when(filled(order, { price: "90", quantity: "10", feeUsd: "0", id: "f0" }), settled(order));
    expect(outcome.emitted("alert.raised")).toEqual([]);
    expect(outcome.emitted("shortfall.measured")).toMatchObject([{ intentId: "i1" }]);
  });
});
