import { describe, expect, it } from "@jest/globals";
import type { Input, Intent } from "@quantum/types";
import { account, BAR_MS, bars, codeOf, event, exit, filled, intent, play, ready, requested, settled, T0 } from "../../test/scenario.ts";
import type { SafetySettings } from "./index.ts";

/** 10 BTCUSDT bought at 100 with the stop at 98: 20 USD at risk. The market has gone to 110. */
const entry = intent({ takeProfitPrice: "112" });
const opened: Input[] = [...ready(), requested(entry), filled(entry), settled(entry, "10"), bars({ BTCUSDT: 110 }, T0 + BAR_MS)];
const short = intent({ side: "SELL", symbol: "ETHUSDT", stopPrice: "102" });
const openedShort: Input[] = [...ready(), requested(short), filled(short), settled(short, "10"), bars({ ETHUSDT: 90 }, T0 + BAR_MS)];
const later = { decidedAt: T0 + BAR_MS, referencePrice: "110", tradeId: entry.tradeId };

/** Moves the stop of the trade to 105. */
const protect = (part: Partial<Intent> = {}) =>
  intent({ ...later, purpose: "PROTECT", side: "SELL", quantity: "10", stopPrice: "105", takeProfitPrice: "112", ...part });
/** Adds 2.5 at 110 or better behind a stop at 105. */
const add = (part: Partial<Intent> = {}) =>
  intent({ ...later, purpose: "ADD", quantity: "2.5", type: "LIMIT", price: "110", stopPrice: "105", ...part });
const at = { at: T0 + BAR_MS, cycle: T0 + BAR_MS };
const ask = (order: Intent, before: readonly Input[] = opened) => codeOf([...before, requested(order, at)]);
const protectedBy = (order: Intent) => event("order.settled", T0 + BAR_MS, { ...ended(order), outcome: "PROTECTED" as const });
const working = (order: Intent, untilAt: number) => {
  const { intentId, tradeId, symbol, purpose } = order;
  return event("order.working", T0, { intentId, tradeId, symbol, purpose, untilAt });
};

function ended({ intentId, tradeId, symbol, purpose }: Intent) {
  const told = { filledQuantity: "0", averagePrice: null, protected: true, code: null, reason: "" };
  return { intentId, tradeId, symbol, purpose, ...told };
}

describe("a stop that is moved", () => {
  it("RS-08 is on the losing side of the price, on both sides of the market, and its target on the other", () => {
    expect(ask(protect({ stopPrice: "109.9" }))).toBeNull();
    expect(ask(protect({ stopPrice: "110" }))).toBe("MISSING_STOP");
    expect(ask(protect({ stopPrice: null }))).toBe("MISSING_STOP");
    expect(ask(protect({ takeProfitPrice: "109" }))).toBe("MISSING_STOP");
    expect(ask(protect({ takeProfitPrice: null }))).toBeNull();
    const covered = { symbol: "ETHUSDT", tradeId: short.tradeId, side: "BUY", takeProfitPrice: null, referencePrice: "90" } as const;
    expect(ask(protect({ ...covered, stopPrice: "90.1" }), openedShort)).toBeNull();
    expect(ask(protect({ ...covered, stopPrice: "90" }), openedShort)).toBe("MISSING_STOP");
  });

  it("RS-17 protects a position that is there, on its other side, and no more than there is", () => {
    expect(ask(protect({ quantity: "10" }))).toBeNull();
    expect(ask(protect({ quantity: "10.001" }))).toBe("EXIT_EXCEEDS_POSITION");
    expect(ask(protect({ side: "BUY", stopPrice: "111", takeProfitPrice: "105" }))).toBe("EXIT_EXCEEDS_POSITION");
    expect(ask(protect({ symbol: "SOLUSDT", stopPrice: "99", referencePrice: "100" }))).toBe("EXIT_EXCEEDS_POSITION");
  });

  it("RS-18 stays or comes closer, never loosens, long and short", () => {
    expect(ask(protect({ stopPrice: "98" }))).toBeNull();
    expect(ask(protect({ stopPrice: "97.999" }))).toBe("STOP_LOOSENED");
    const covered = { symbol: "ETHUSDT", tradeId: short.tradeId, side: "BUY", takeProfitPrice: null, referencePrice: "90" } as const;
    expect(ask(protect({ ...covered, stopPrice: "102" }), openedShort)).toBeNull();
    expect(ask(protect({ ...covered, stopPrice: "102.001" }), openedShort)).toBe("STOP_LOOSENED");
    const nearer = protect({ ...covered, stopPrice: "95" });
    expect(ask(protect({ ...covered, stopPrice: "95.1" }), [...openedShort, requested(nearer, at)])).toBe("STOP_LOOSENED");
  });

  it("RS-18 is held against the one before as soon as that was cleared, and no longer once it failed", () => {
    const first = protect();
    const looser = protect({ stopPrice: "104.9" });
    expect(ask(looser, [...opened, requested(first, at)])).toBe("STOP_LOOSENED");
    expect(ask(looser, [...opened, requested(first, at), protectedBy(first)])).toBe("STOP_LOOSENED");
    expect(ask(looser, [...opened, requested(first, at), settled(first, "0")])).toBeNull();
    expect(ask(protect({ stopPrice: "105" }), [...opened, requested(first, at), protectedBy(first)])).toBeNull();
    const same = protect({ stopPrice: "98", takeProfitPrice: null });
    expect(ask(protect({ stopPrice: "98" }), [...opened, requested(same, at)])).toBeNull();
  });

  it("RS-18 belongs to a trade whose entry was cleared here, in its symbol", () => {
    expect(ask(protect({ tradeId: "unknown" }))).toBe("STOP_LOOSENED");
    const other = [...opened, account("10000", { BTCUSDT: "10", ETHUSDT: "10" })];
    expect(ask(protect({ symbol: "ETHUSDT", stopPrice: "99", referencePrice: "100" }), other)).toBe("STOP_LOOSENED");
    const { verdicts } = play([...opened, requested(protect({ stopPrice: null }), at)]).emitted("order.refused")[0]!;
    expect(verdicts.find(({ rule }) => rule === "RS-18")).toMatchObject({ passed: false, reason: "STOP_LOOSENED: no stop-loss" });
  });

  it("is no position and no exit: it neither counts against limits nor is used up by fills", () => {
    const order = protect();
    const leave = exit({ ...later, quantity: "10", takeProfitPrice: null });
    const before = [...opened, requested(order, at)];
    expect(ask(leave, before)).toBeNull();
    const { state } = play([...before, requested(leave, at), filled(leave, "4")]);
    expect(state.reservations[order.intentId]?.remaining).toBe("10");
    expect(state.reservations[leave.intentId]?.remaining).toBe("6");
  });

  it("passes while the kill latch is set, and counts as a message without being stopped by the budget", () => {
    const killed = event("killLatch.changed", T0, { set: true, by: "anna", reason: "drill" }, { source: "dashboard" });
    expect(ask(protect(), [...opened, killed])).toBeNull();
    const { state } = play([...opened, requested(protect(), at)], { messageBudget: 1 });
    expect(state.messages).toHaveLength(2);
  });
});

describe("an addition", () => {
  it("RS-19 leaves the loss at the stop at most what was risked at first, to the cent", () => {
    // 10 from 100 and 2.5 at 110 behind 98: 20 + 30; behind 100.4: -4 + 24 = 20.
    const moved = (stopPrice: string) => {
      const order = protect({ stopPrice });
      return [...opened, requested(order, at), protectedBy(order)];
    };
    expect(ask(add({ stopPrice: "100.4" }), moved("100.4"))).toBeNull();
    expect(ask(add({ stopPrice: "100.39" }), moved("100.4"))).toBe("PLANNED_LOSS");
    expect(ask(add({ stopPrice: "100.4", price: "110.01" }), moved("100.4"))).toBe("PLANNED_LOSS");
    expect(ask(add({ stopPrice: "100.4", quantity: "2.501" }), moved("100.4"))).toBe("PLANNED_LOSS");
  });

  it("RS-19 believes the stop that is known to rest, not the order's word for it", () => {
    const moved = protect();
    expect(ask(add())).toBe("PLANNED_LOSS");
    expect(ask(add(), [...opened, requested(moved, at)])).toBe("PLANNED_LOSS");
    expect(ask(add(), [...opened, requested(moved, at), settled(moved, "0")])).toBe("PLANNED_LOSS");
    expect(ask(add(), [...opened, requested(moved, at), protectedBy(moved)])).toBeNull();
  });

  it("RS-19 holds for shorts the other way round", () => {
    const covered = { symbol: "ETHUSDT", tradeId: short.tradeId, referencePrice: "90" };
    const moved = protect({ ...covered, side: "BUY", stopPrice: "99.6", takeProfitPrice: null });
    const before = [...openedShort, requested(moved, at), protectedBy(moved)];
    expect(ask(add({ ...covered, side: "SELL", price: "90", stopPrice: "99.6" }), before)).toBeNull();
    expect(ask(add({ ...covered, side: "SELL", price: "90", stopPrice: "99.61" }), before)).toBe("PLANNED_LOSS");
    expect(ask(add({ ...covered, side: "SELL", price: "89.99", stopPrice: "99.6" }), before)).toBe("PLANNED_LOSS");
  });

  const moved = protect();
  const resting = [...opened, requested(moved, at), protectedBy(moved)];

  it("RS-19 goes to a trade whose entry was cleared here, on its side, in its symbol, at a limit, behind a stop", () => {
    expect(ask(add({ tradeId: "unknown" }), resting)).toBe("PLANNED_LOSS");
    expect(ask(add({ side: "SELL", stopPrice: "111", price: "110" }), resting)).toBe("PLANNED_LOSS");
    expect(ask(add({ symbol: "SOLUSDT", price: "100", referencePrice: "100", stopPrice: "98" }), resting)).toBe("PLANNED_LOSS");
    expect(ask(add({ type: "MARKET", price: null }), resting)).toBe("PLANNED_LOSS");
    expect(ask(add({ stopPrice: null }), resting)).toBe("MISSING_STOP");
  });

  it("RS-19 waits until nothing else makes the trade larger, and one addition counts for the next", () => {
    const first = add({ quantity: "2" });
    const second = add({ quantity: "2" });
    expect(ask(second, [...resting, requested(first, at)])).toBe("PLANNED_LOSS");
    const grown = [...resting, requested(first, at), filled(first, "2", { price: "110" }), settled(first, "2")];
    expect(play(grown).state.trades[entry.tradeId]).toMatchObject({
      quantity: "12",
      costUsd: "1220",
      initialQuantity: "10",
      initialValueUsd: "1000",
      stop: "105",
    });
    expect(ask(second, grown)).toBeNull();
    const growing = [...ready(), requested(entry), filled(entry, "5")];
    expect(ask(add({ quantity: "1", referencePrice: "100", price: "100", stopPrice: "98" }), growing)).toBe("PLANNED_LOSS");
  });

  it("RS-19 does not pass while fills of the trade were told of and not seen, or none was", () => {
    const unseen = [...ready(), requested(entry), filled(entry, "6"), settled(entry, "10"), bars({ BTCUSDT: 110 }, T0 + BAR_MS)];
    expect(play(unseen).state.trades[entry.tradeId]?.sure).toBe(false);
    const order = protect({ stopPrice: "105" });
    expect(ask(add(), [...unseen, requested(order, at), protectedBy(order)])).toBe("PLANNED_LOSS");
    const empty = [...ready(), requested(entry), settled(entry, "0"), bars({ BTCUSDT: 110 }, T0 + BAR_MS)];
    expect(ask(add(), empty)).toBe("PLANNED_LOSS");
  });

  it("passes the rules of an entry too", () => {
    const killed = event("killLatch.changed", T0, { set: true, by: "anna", reason: "drill" }, { source: "dashboard" });
    expect(ask(add(), [...resting, killed])).toBe("KILL_LATCH");
    expect(ask(add({ leverage: 21 }), resting)).toBe("MAX_LEVERAGE");
    expect(ask(add({ quantity: "60" }), resting)).toBe("MAX_ORDER_NOTIONAL");
    expect(ask(add({ quantity: "40" }), resting)).toBe("MAX_POSITION_NOTIONAL");
    expect(ask(add({ price: "120" }), resting)).toBe("PRICE_COLLAR");
  });

  it("holds back room until it has an end, as an entry does", () => {
    const order = add();
    const { state } = play([...resting, requested(order, at)]);
    expect(state.reservations[order.intentId]).toMatchObject({ purpose: "ADD", remaining: "2.5" });
    expect(play([...resting, requested(order, at), filled(order, "1"), settled(order, "1")]).state.positions.BTCUSDT?.quantity).toBe("11");
    expect(play([...resting, requested(order, at), settled(order, "1")]).state.positions.BTCUSDT?.quantity).toBe("11");
  });
});

describe("what is remembered of a trade", () => {
  it("shrinks with every exit at its average price, and ends when it is flat", () => {
    const leave = exit({ ...later, quantity: "4", takeProfitPrice: null });
    const parted = [...opened, filled(leave, "4", {}, "EXIT")];
    expect(play(parted).state.trades[entry.tradeId]).toMatchObject({ quantity: "6", costUsd: "600", initialQuantity: "10" });
    expect(play([...parted, filled(leave, "6", {}, "STOP")]).state.trades).toEqual({});
  });

  it("ends when the exchange has no such position and no order of it is on its way", () => {
    expect(play([...opened, account("10000")]).state.trades).toEqual({});
    expect(play([...opened, account("10000", { BTCUSDT: "10" })]).state.trades).toHaveProperty(entry.tradeId);
    expect(play([...ready(), requested(entry), account("10000")]).state.trades).toHaveProperty(entry.tradeId);
  });

  it("begins with an entry that binds, once; orders of trades that are not known change nothing", () => {
    expect(play([...ready(), requested(entry, { binding: false })]).state.trades).toEqual({});
    const again = intent({ tradeId: entry.tradeId, stopPrice: "97" });
    expect(play([...opened, requested(again)]).state.trades[entry.tradeId]?.initialStop).toBe("98");
    const leave = exit({ ...later, takeProfitPrice: null });
    expect(play([...opened, filled(leave, "10", {}, "STOP"), requested(leave, at), settled(leave, "0")]).state.trades).toEqual({});
  });
});

describe("an order that is carried out over several bars", () => {
  const bar = (n: number) => bars({ BTCUSDT: 100 }, T0 + n * BAR_MS);

  it("is told of as late only when it is late then", () => {
    const late = (...inputs: Input[]) => play([...ready(), requested(entry), ...inputs]).emitted("alert.raised");
    expect(late(bar(4))).toMatchObject([{ code: "ORDER_NOT_SETTLED" }]);
    expect(late(working(entry, T0 + 6 * BAR_MS), bar(9))).toEqual([]);
    expect(late(working(entry, T0 + 6 * BAR_MS), bar(10))).toMatchObject([{ code: "ORDER_NOT_SETTLED" }]);
    expect(late(working(intent(), T0), bar(1))).toEqual([]);
  });

  it("as an exit goes on counting against the position until some time after that", () => {
    const leave = exit({ quantity: "10" });
    const other = (n: number) => exit({ quantity: "10", decidedAt: T0 + n * BAR_MS });
    const held = [...ready(), account("10000", { BTCUSDT: "10" }), requested(leave), working(leave, T0 + 6 * BAR_MS)];
    expect(codeOf([...held, requested(other(7), { at: T0 + 7 * BAR_MS })])).toBe("EXIT_EXCEEDS_POSITION");
    expect(codeOf([...held, requested(other(8), { at: T0 + 8 * BAR_MS })])).toBeNull();
  });
});

describe("an order of no known purpose", () => {
  it("RS-01 is refused", () => {
    expect(codeOf([...ready(), requested(intent({ purpose: "GIFT" as "ENTRY" }))])).toBe("MALFORMED_ORDER");
  });
});

describe("RS-20: a stop that is moved for an addition", () => {
  const both = (addition: Partial<Intent> = {}) => protect({ addition: add(addition) });
  const moved = (order: Intent, ...between: Input[]): Input[] => [...opened, requested(order, at), ...between, protectedBy(order)];

  it("is moved when the addition would be cleared behind it, and the addition then is", () => {
    const order = both();
    expect(ask(order)).toBeNull();
    expect(ask(order.addition as Intent, moved(order))).toBeNull();
  });

  it("stays where it is when the addition would be refused, with that reason, on both sides of each limit", () => {
    expect(ask(both({ price: "117" }))).toBe("PRICE_COLLAR");
    // 10 at 100 and 2.5 at 110 cost 1275; at a stop of 100.4 that is a loss of 20 USD, the initial risk; at 100.3 of 21.25.
    const behind = (stopPrice: string) => ask(protect({ stopPrice, addition: add({ stopPrice }) }));
    expect([behind("100.4"), behind("100.3")]).toEqual([null, "PLANNED_LOSS"]);
    const killed = event("killLatch.changed", T0 + BAR_MS, { set: true, by: "anna", reason: "test" });
    expect([ask(both(), [...opened, killed]), ask(protect(), [...opened, killed])]).toEqual(["KILL_LATCH", null]);
    const { state, emitted } = play([...opened, requested(both({ price: "117" }), at)]);
    expect([state.reservations, emitted("order.refused")[0]?.verdicts.at(-1)?.reason]).toEqual([
      {},
      expect.stringContaining("the addition behind it"),
    ]);
  });

  it("is refused when the addition belongs to another trade, to another stop, or is none", () => {
    const purposes = [both({ tradeId: "other" }), both({ symbol: "ETHUSDT" }), both({ stopPrice: "104" }), both({ purpose: "ENTRY" })];
    expect(purposes.map((order) => ask(order))).toEqual(Array(4).fill("MALFORMED_ORDER"));
  });

  it("keeps the room of the addition until that is asked for, the stop could not be moved, or a newer bar closed", () => {
    const order = both();
    const id = order.addition?.intentId as string;
    const held = (inputs: Input[]) => id in play(inputs).state.reservations;
    expect(held([...opened, requested(order, at)])).toBe(true);
    expect(held(moved(order))).toBe(true);
    expect(held([...opened, requested(order, at), settled(order, "0")])).toBe(false);
    expect(held([...moved(order), bars({ BTCUSDT: 110 }, T0 + 2 * BAR_MS)])).toBe(false);
    const refused = { ...(order.addition as Intent), price: "117" };
    expect(held([...moved(order), requested(refused, at)])).toBe(false);
  });

  it("keeps room for two messages, its own and the addition's, on both sides of each budget", () => {
    const order = both();
    const rest = [requested(protect({ stopPrice: "104" }), at), requested(order, at)];
    const codes = (settings: Partial<SafetySettings>) => [
      codeOf([...opened, ...rest], settings),
      codeOf([...opened, ...rest, protectedBy(order), requested(order.addition as Intent, at)], settings),
    ];
    // In this window and cycle: a stop alone, then a stop and its addition.
    expect([codes({ messageBudget: 3 }), codes({ messageBudgetPerCycle: 3 })]).toEqual([
      [null, null],
      [null, null],
    ]);
    expect([codes({ messageBudget: 2 })[0], codes({ messageBudgetPerCycle: 2 })[0]]).toEqual(["MESSAGE_BUDGET", "MESSAGE_BUDGET"]);
  });

  it("keeps the addition's message from others who ask meanwhile", () => {
    const order = both();
    const other = intent({ symbol: "SOLUSDT", decidedAt: T0 + BAR_MS });
    const asked = (settings: Partial<SafetySettings>) => codeOf([...opened, requested(order, at), requested(other, at)], settings);
    expect([asked({ messageBudget: 3 }), asked({ messageBudget: 2 })]).toEqual([null, "MESSAGE_BUDGET"]);
    expect([asked({ messageBudgetPerCycle: 3 }), asked({ messageBudgetPerCycle: 2 })]).toEqual([null, "MESSAGE_BUDGET"]);
  });

  it("keeps nothing for what is only recorded", () => {
    expect(play([...opened, requested(both(), { ...at, binding: false })]).state.reservations).toEqual({});
  });
});
