import { describe, expect, it } from "@jest/globals";
import { answered, event, failed, observed, woken } from "@quantum/test-kit";
import type { Intent } from "@quantum/types";
import {
  bars,
  CLOSE,
  calls,
  calm,
  cleared,
  entry,
  exit,
  fill,
  placed,
  protectedEntry,
  report,
  type Story,
  story,
  syncAnswer,
} from "../../test/story.ts";
import { DEFAULT_LIMITS, type ExecutionState } from "./index.ts";

describe("an entry", () => {
  it("settles only when its stop rests on the exchange", () => {
    const told = story().when(cleared(entry));
    told.when(placed(told.place("e"), "FILLED", [fill("1", {})]));
    expect(told.said("order.settled")).toEqual([]);
    told.when(placed(told.place("s"), "OPEN"));
    expect(told.said("order.settled")).toEqual([]);
    told.when(placed(told.place("t"), "OPEN"));
    expect(told.said("order.settled")).toMatchObject([
      { intentId: "intent-1", outcome: "FILLED", protected: true, filledQuantity: "0.1", averagePrice: "30001" },
    ]);
    expect(told.place("s").order).toMatchObject({
      side: "SELL",
      type: "STOP_MARKET",
      triggerPrice: "29700",
      quantity: "0.1",
      reduceOnly: true,
    });
  });

  it("is recorded and not sent when the deciding modules only observe, or execution itself does", () => {
    expect(story().when(cleared(entry, false)).said("order.settled")).toMatchObject([{ outcome: "RECORDED", code: "NOT_BINDING" }]);
    const observing = story()
      .when(event("mode.changed", { service: "execution", from: "ENFORCED", to: "OBSERVE", by: "anna", reason: "test" }))
      .when(cleared(entry));
    expect(observing.said("order.settled")).toMatchObject([{ outcome: "RECORDED", code: "EXECUTION_OBSERVING" }]);
    expect(calls(observing.effects, "place")).toEqual([]);
  });

  it("EX-02 goes out once, however often its clearance is delivered", () => {
    const told = protectedEntry().when(cleared(entry)).when(cleared(entry));
    expect(calls(told.effects, "place").filter((request) => request.order.clientOrderId.startsWith("qte-"))).toHaveLength(1);
    expect(told.said("order.settled").map((settled) => settled.code)).toEqual([null, "DUPLICATE", "DUPLICATE"]);
  });

  it("is refused when anyone but risk_safety cleared it", () => {
    const forged = event("order.cleared", { intent: entry, binding: true, verdicts: [] }, { source: "trading_bot", cycle: CLOSE });
    expect(story().when(forged).said("order.settled")).toMatchObject([{ outcome: "REFUSED", code: "NOT_CLEARED" }]);
  });

  it.each([
    ["-2021", "STOP_PASSED", "the price had passed the stop at 29700 before it could rest, so the position was closed again"],
    ["-4045", "UNPROTECTED", "the exchange refused the stop: -4045: refused, so the position was closed again"],
  ])("is closed again at market when the exchange refuses its stop (%s), and told why", (refusal, code, reason) => {
    const told = story().when(cleared(entry));
    told.when(placed(told.place("e"), "FILLED", [fill("1", {})]));
    told.when(
      failed(
        { callId: "s", name: "place", request: told.place("s") },
        { definitive: true, code: refusal, message: "refused" },
        { at: CLOSE, id: "stop-refused" },
      ),
    );
    told.when(placed(told.place("t"), "OPEN"));
    expect(told.place("x").order).toMatchObject({ side: "SELL", type: "MARKET", quantity: "0.1", reduceOnly: true });
    told.when(placed(told.place("x"), "FILLED", [fill("2", { side: "SELL" })]));
    expect(told.said("order.settled")).toMatchObject([{ outcome: "FILLED", protected: true, code, reason }]);
    expect(told.said("order.rejected")).toMatchObject([{ leg: "STOP", code: code === "STOP_PASSED" ? code : "EXCHANGE_REJECTED" }]);
    expect(told.said("alert.raised")).toMatchObject([{ severity: "CRITICAL", code }]);
    expect(calls(told.effects, "cancel")).toMatchObject([{ clientOrderId: told.place("t").order.clientOrderId }]);
    expect(told.state.positions.BTCUSDT).toBe("0");
  });
});

describe("an order of unknown fate", () => {
  const lost = (told: Story): Story =>
    told.when(
      failed({ callId: "p", name: "place", request: told.place("e") }, { definitive: false, code: "TIMEOUT" }, { at: CLOSE, id: "lost" }),
    );

  it("is asked for by its id and never sent again", () => {
    const told = lost(story().when(cleared(entry)));
    const { clientOrderId } = told.place("e").order;
    expect(told.said("order.unresolved")).toHaveLength(1);
    told.when(woken("ask", { clientOrderId }));
    expect(calls(told.effects, "find")).toMatchObject([{ clientOrderId }]);
    expect(calls(told.effects, "place")).toHaveLength(1);
    told.when(
      answered(
        { callId: "f", name: "find", request: { clientOrderId, symbol: "BTCUSDT" } },
        { report: report(clientOrderId, "FILLED", "0.1"), fills: [fill("1", { clientOrderId })] },
        { at: CLOSE, id: "found" },
      ),
    );
    expect(told.place("s").order.quantity).toBe("0.1");
  });

  const asks = Math.ceil(DEFAULT_LIMITS.recvWindowMs / DEFAULT_LIMITS.askAgainMs);
  const unknownFor = (told: Story, times: number, tag: string): Story => {
    const { clientOrderId } = told.place("e").order;
    for (let i = 0; i < times; i++) {
      const nothing = answered({ callId: "f", name: "find", request: { clientOrderId, symbol: "BTCUSDT" } }, null, {
        at: CLOSE,
        id: `none-${tag}-${i}`,
      });
      told.when(woken("ask", { clientOrderId }, { id: `ask-${tag}-${i}` })).when(nothing);
    }
    return told;
  };

  it("is sent again under the same id once it is certain that it never arrived, and not before", () => {
    const told = unknownFor(lost(story().when(cleared(entry))), asks, "a");
    expect(calls(told.effects, "place")).toHaveLength(1);
    unknownFor(told, 1, "b");
    const sent = calls(told.effects, "place");
    expect(sent.map((request) => request.order.clientOrderId)).toEqual([
      told.place("e").order.clientOrderId,
      told.place("e").order.clientOrderId,
    ]);
    told.when(placed(told.place("e"), "FILLED", [fill("1", {})]));
    expect(told.place("s").order.quantity).toBe("0.1");
  });

  it("is given up when its decision has become too old meanwhile", () => {
    const told = lost(story().when(cleared(entry)));
    told.state.lastCloseAt = CLOSE + 3 * DEFAULT_LIMITS.barMs;
    expect(unknownFor(told, asks + 1, "a").said("order.settled")).toMatchObject([{ outcome: "REJECTED", code: "EXCHANGE_REJECTED" }]);
    expect(calls(told.effects, "place")).toHaveLength(1);
  });
});

describe("an exit", () => {
  it("closes the position and takes its stop and take-profit off the exchange", () => {
    const told = protectedEntry().when(cleared(exit));
    told.when(placed(told.place("x"), "FILLED", [fill("2", { side: "SELL" })]));
    expect(told.said("order.settled").at(-1)).toMatchObject({ purpose: "EXIT", outcome: "FILLED" });
    expect(
      calls(told.effects, "cancel")
        .map((request) => (request as unknown as { clientOrderId: string }).clientOrderId)
        .sort(),
    ).toEqual([told.place("s"), told.place("t")].map((request) => request.order.clientOrderId).sort());
    for (const leg of ["s", "t"] as const)
      told.when(
        answered({ callId: "c", name: "cancel", request: { clientOrderId: told.place(leg).order.clientOrderId } }, true, {
          at: CLOSE,
          id: `cancelled-${leg}`,
        }),
      );
    expect([told.state.orders, told.state.trades]).toEqual([{}, {}]);
  });

  it("EX-10 of more than the position is refused; of exactly the position it passes", () => {
    expect(
      protectedEntry()
        .when(cleared({ ...exit, quantity: "0.101" }))
        .said("order.settled")
        .at(-1),
    ).toMatchObject({ outcome: "REFUSED", code: "EXIT_EXCEEDS_POSITION" });
    expect(protectedEntry().when(cleared(exit)).place("x").order.quantity).toBe("0.1");
  });

  it("EX-03 passes while the kill latch is set, which refuses entries, and while the symbol is reduce-only", () => {
    const told = protectedEntry().when(event("killLatch.changed", { set: true, by: "anna", reason: "test" }));
    told.state.reduceOnly = { BTCUSDT: "differs" };
    expect(told.when(cleared(exit)).place("x").order.side).toBe("SELL");
    expect(
      told
        .when(cleared({ ...entry, intentId: "intent-3" }))
        .said("order.settled")
        .at(-1),
    ).toMatchObject({ code: "KILL_LATCH" });
  });
});

describe("a comparison with the exchange", () => {
  const next = { ...bars, closeAt: CLOSE + 300_000 };

  it("books a stop's fill before the bars that follow it go out, and cancels the take-profit", () => {
    const told = protectedEntry().when(observed("bars", next, { at: next.closeAt }));
    expect(told.said("bars.closed")).toEqual([]);
    const stop = told.place("s").order.clientOrderId;
    const takeProfit = told.place("t").order.clientOrderId;
    told.when(
      syncAnswer(2, next.closeAt, {
        ...calm,
        account: { ...calm.account, resting: [{ clientOrderId: takeProfit, symbol: "BTCUSDT", algo: true }] },
        fills: [fill("2", { side: "SELL", clientOrderId: stop, price: "29690" })],
        vanished: [{ clientOrderId: stop, report: report(stop, "FILLED", "0.1") }],
      }),
    );
    const order = told.last.filter((effect) => effect.kind === "emit").map((effect) => effect.type);
    expect(order.indexOf("order.filled")).toBeLessThan(order.indexOf("bars.closed"));
    expect(told.said("account.synced").at(-1)?.differences).toEqual([]);
    expect(calls(told.last, "cancel")).toMatchObject([{ clientOrderId: takeProfit }]);
  });

  it("places a stop again that vanished while its position is open", () => {
    const told = protectedEntry().when(observed("bars", next, { at: next.closeAt }));
    const stop = told.place("s").order.clientOrderId;
    told.when(
      syncAnswer(2, next.closeAt, {
        ...calm,
        account: {
          ...calm.account,
          positions: [{ symbol: "BTCUSDT", quantity: "0.1", entryPrice: "30001", markPrice: "30000", unrealisedPnlUsd: "0", leverage: 3 }],
          resting: [],
        },
        vanished: [{ clientOrderId: stop, report: report(stop, "CANCELLED") }],
      }),
    );
    expect(told.place("s").order.clientOrderId).not.toBe(stop);
    expect(told.said("alert.raised").map((alert) => alert.code)).toContain("STOP_REPLACED");
  });

  it("books every fill once, whatever is delivered twice", () => {
    const told = protectedEntry();
    told.when(syncAnswer(2, null, { ...calm, fills: [fill("1", { clientOrderId: told.place("e").order.clientOrderId })] }));
    expect(told.said("order.filled")).toHaveLength(1);
    expect(told.state.positions.BTCUSDT).toBe("0.1");
  });

  it("EX-04 restricts a symbol in which the exchange holds another quantity, and frees it when both agree", () => {
    const strange = {
      ...calm,
      account: {
        ...calm.account,
        positions: [{ symbol: "BTCUSDT", quantity: "0.5", entryPrice: "30000", markPrice: "30000", unrealisedPnlUsd: "0", leverage: 3 }],
      },
    };
    const told = story().when(syncAnswer(2, null, strange));
    expect(told.said("account.synced").at(-1)?.differences).toMatchObject([
      { symbol: "BTCUSDT", kind: "POSITION", ours: "0", theirs: "0.5" },
    ]);
    expect(told.when(cleared(entry)).said("order.settled").at(-1)).toMatchObject({ outcome: "REFUSED", code: "SYMBOL_UNRECONCILED" });
    expect(told.state.positions.BTCUSDT).toBeUndefined();
    told.when(syncAnswer(3, null, calm));
    expect(told.when(cleared({ ...entry, intentId: "intent-9" })).place("e").order.symbol).toBe("BTCUSDT");
  });

  it("holds the bars back while the exchange does not answer, and asks again", () => {
    const told = protectedEntry().when(observed("bars", next, { at: next.closeAt }));
    told.when(
      failed(
        { callId: "s", name: "sync", request: { closeAt: next.closeAt } },
        { definitive: false, code: "NETWORK" },
        { at: next.closeAt, id: "down" },
      ),
    );
    expect(told.said("bars.closed")).toEqual([]);
    expect(told.last).toMatchObject([{ kind: "wake", name: "sync" }]);
  });

  it("publishes each close once", () => {
    const told = story().when(observed("bars", bars, { at: CLOSE, id: "again" }));
    expect(told.last).toEqual([]);
  });
});

describe("the last comparison before an order leaves", () => {
  const code = (intent: Partial<Intent>, change: (state: ExecutionState) => void = () => undefined): string | null | undefined => {
    const told = story();
    change(told.state);
    return told
      .when(cleared({ ...entry, ...intent }))
      .said("order.settled")
      .at(-1)?.code;
  };

  it("EX-01 refuses symbols that are not listed or do not trade", () => {
    expect(code({ symbol: "NOPEUSDT" })).toBe("UNKNOWN_SYMBOL");
    expect(
      code({}, (state) => {
        (state.instruments.BTCUSDT as { status: string }).status = "SETTLING";
      }),
    ).toBe("UNKNOWN_SYMBOL");
  });
  it("EX-05 refuses a decision older than two bars, and passes one of exactly two", () => {
    expect(code({ decidedAt: CLOSE - 600_001 })).toBe("STALE_DECISION");
    expect(code({ decidedAt: CLOSE - 600_000 })).toBeUndefined();
  });
  it("EX-06 refuses the entry after the last one allowed in a bar", () => {
    expect(
      code({}, (state) => {
        state.entriesThisBar = DEFAULT_LIMITS.entriesPerBar;
      }),
    ).toBe("MESSAGE_BUDGET");
    expect(
      code({}, (state) => {
        state.entriesThisBar = DEFAULT_LIMITS.entriesPerBar - 1;
      }),
    ).toBeUndefined();
  });
  it("EX-07 refuses a reference price more than 3 % from the market, and an unknown market", () => {
    expect(code({ referencePrice: "30900" })).toBeUndefined();
    expect(code({ referencePrice: "30900.1" })).toBe("PRICE_COLLAR");
    expect(
      code({}, (state) => {
        state.quotes = {};
      }),
    ).toBe("DATA_MISSING");
  });
  it("EX-08 refuses quantities off the step, not positive, above the maximum or not numbers", () => {
    expect(code({ quantity: "0.1005" })).toBe("MALFORMED_ORDER");
    expect(code({ quantity: "0" })).toBe("MALFORMED_ORDER");
    expect(code({ quantity: "100.001" })).toBe("CHILD_EXCEEDS_PARENT");
    expect(code({ quantity: "NaN" })).toBe("MALFORMED_ORDER");
  });
  it("EX-09 refuses an entry without a stop, or with one on the wrong side", () => {
    expect(code({ stopPrice: null })).toBe("MISSING_STOP");
    expect(code({ stopPrice: "30001" })).toBe("MISSING_STOP");
    expect(code({ side: "SELL", stopPrice: "29700" })).toBe("MISSING_STOP");
  });
});

describe("an order that somebody else sent", () => {
  const closing = { ...report("ess-1", "FILLED", "0.1"), side: "SELL" as const, type: "MARKET", quantity: "0.1", price: null };
  const asked = [{ ...closing, averagePrice: "29990", reduceOnly: true, placedAt: CLOSE + 5 }];
  const sold = fill("9", { side: "SELL", clientOrderId: "ess-1", price: "29990" });
  const rows = (told: Story, id = "ess-1") =>
    told.last.filter((effect) => effect.kind === "store" && effect.table === "orders" && effect.key === id);

  it("stands in the books once it filled, with the trade that it closed", () => {
    const told = protectedEntry().when(syncAnswer(9, null, { ...calm, fills: [sold], asked }));
    const facts = { at: CLOSE + 5, trade_id: "trade-1", intent_id: "", leg: "UNKNOWN", type: "MARKET", reduce_only: true };
    expect(rows(told)).toMatchObject([{ row: { ...facts, status: "FILLED", filled_quantity: "0.1", average_price: "29990" } }]);
    expect(rows(told.when(syncAnswer(10, null, { ...calm, fills: [sold], asked })))).toEqual([]);
  });

  it("is not one of ours that had to be asked for: what our books say of that stays", () => {
    const { clientOrderId } = protectedEntry().place("e").order;
    const late = fill("9", { side: "SELL", clientOrderId });
    const ours = asked.map((order) => ({ ...order, clientOrderId }));
    const told = protectedEntry().when(syncAnswer(9, null, { ...calm, fills: [late], asked: ours }));
    expect(told.said("order.filled")).toHaveLength(2);
    expect(rows(told, clientOrderId)).toEqual([]);
  });
});
