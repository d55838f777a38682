import { describe, expect, it } from "@jest/globals";
import { REASON_CODES } from "@quantum/types";
import {
  account,
  BAR_MS,
  bars,
  codeOf,
  event,
  exit,
  filled,
  instrument,
  intent,
  listed,
  play,
  ready,
  requested,
  SYMBOLS,
  settled,
  T0,
} from "../../test/scenario.ts";
import { createRiskSafetyCore } from "./index.ts";
import { RULES } from "./rules.ts";

const ask = (part: Parameters<typeof intent>[0] = {}, over = {}) => codeOf([...ready(), requested(intent(part))], over);

describe("a sound order", () => {
  it("is cleared with every verdict and its row", () => {
    const order = intent();
    const { emitted, rows, state } = play([...ready(), requested(order)]);
    expect(emitted("order.cleared")[0]?.verdicts.map((verdict) => verdict.rule)).toEqual(
      RULES.filter(({ applies }) => applies === "ALL" || applies.includes("ENTRY")).map((rule) => rule.id),
    );
    expect(emitted("order.cleared")[0]?.verdicts.every((verdict) => verdict.passed)).toBe(true);
    expect(rows("clearances")).toEqual([
      { key: order.intentId, row: expect.objectContaining({ cleared: true, code: null, cycle: T0, binding: true }) },
    ]);
    expect(Object.keys(state.reservations)).toEqual([order.intentId]);
  });
  it("that is only recorded is judged the same and reserves nothing", () => {
    const { emitted, state } = play([...ready(), requested(intent(), { binding: false })]);
    expect(emitted("order.cleared")[0]?.binding).toBe(false);
    expect(state.reservations).toEqual({});
    expect(state.messages).toEqual([]);
  });
  it("every rule has its own id, in order, and a known code", () => {
    expect(RULES.map((rule) => rule.id)).toEqual(RULES.map((_, index) => `RS-${String(index + 1).padStart(2, "0")}`));
    for (const rule of RULES) expect(Object.keys(REASON_CODES)).toContain(rule.code);
  });
  it("a refusal has the first failing rule's code and lists all verdicts", () => {
    const { emitted } = play([...ready(), requested(intent({ stopPrice: null, leverage: 99, quantity: "9999" }))]);
    const refused = emitted("order.refused")[0]!;
    expect(refused.code).toBe("MISSING_STOP");
    expect(refused.verdicts.filter((verdict) => !verdict.passed).map((verdict) => verdict.rule)).toEqual([
      "RS-08",
      "RS-09",
      "RS-10",
      "RS-11",
      "RS-12",
    ]);
  });
});

describe("RS-01: malformed order", () => {
  it.each([
    ["NaN", { quantity: "NaN" }],
    ["Infinity", { quantity: "Infinity" }],
    ["nothing", { quantity: "" }],
    ["zero", { quantity: "0" }],
    ["a negative quantity", { quantity: "-1" }],
    ["a negative stop", { stopPrice: "-98" }],
    ["a reference that is no number", { referencePrice: "abc" }],
    ["a market order with a price", { price: "100" }],
    ["a limit order without one", { type: "LIMIT" as const }],
    ["leverage 0", { leverage: 0 }],
    ["leverage 1.5", { leverage: 1.5 }],
    ["no side", { side: "HOLD" as never }],
  ])("%s never passes, entry or exit", (_, part) => {
    expect(ask(part)).toBe("MALFORMED_ORDER");
    const held = [...ready(), account("10000", { BTCUSDT: "10" })];
    expect(codeOf([...held, requested(exit({ ...part }))])).toBe("MALFORMED_ORDER");
  });
  it("raises an alert when a figure made a rule break", () => {
    const { emitted } = play([...ready(), requested(intent({ quantity: "NaN" }))]);
    expect(emitted("alert.raised").map((alert) => alert.code)).toEqual(["RULE_BROKEN"]);
  });
});

describe("RS-02: duplicate intent", () => {
  it("the second is refused, the first one's reservation and row stay", () => {
    const order = intent();
    const { emitted, rows, state } = play([...ready(), requested(order), requested(order)]);
    expect(emitted("order.refused").map((refused) => refused.code)).toEqual(["DUPLICATE"]);
    expect(new Set(rows("clearances").map((row) => row.key)).size).toBe(2);
    expect(state.reservations[order.intentId]).toBeDefined();
  });
  it("also after a refusal, and for exits", () => {
    const order = intent({ leverage: 11 });
    expect(codeOf([...ready(), requested(order), requested({ ...order, leverage: 1 })])).toBe("DUPLICATE");
    const leave = exit();
    expect(codeOf([...ready(), account("10000", { BTCUSDT: "30" }), requested(leave), requested(leave)])).toBe("DUPLICATE");
  });
  it("intents are remembered for a day and then forgotten", () => {
    const seen = (afterMs: number) => play([...ready(), requested(intent()), bars({ BTCUSDT: 100 }, T0 + afterMs)]).state.seenIntents;
    expect(Object.keys(seen(86_400_000))).toHaveLength(1);
    expect(Object.keys(seen(86_400_001))).toHaveLength(0);
  });
});

describe("RS-03: kill latch", () => {
  const kill = (data: unknown, name = "kill") =>
    ({ ...event("bars.closed", T0, {} as never), type: "feed", data: { name, data } }) as never;
  const set = kill({ set: true, by: "ann", reason: "odd fills" });
  it("stops entries, never exits, until a person clears it with a reason", () => {
    const clear = kill({ set: false, by: "ann", reason: "explained" });
    expect(codeOf([...ready(), set, requested(intent())])).toBe("KILL_LATCH");
    expect(codeOf([...ready(), account("10000", { BTCUSDT: "10" }), set, requested(exit())])).toBeNull();
    expect(codeOf([...ready(), set, clear, requested(intent())])).toBeNull();
  });
  it("a clear without name or reason sets it", () => {
    for (const data of [{ set: false, by: "", reason: "x" }, { set: false, by: "ann", reason: " " }, { set: false }, null]) {
      const { emitted, state } = play([kill(data)]);
      expect(state.kill.set).toBe(true);
      expect(emitted("killLatch.changed")[0]?.set).toBe(true);
    }
  });
  it("is told to everybody and to a person", () => {
    const { emitted } = play([set]);
    expect(emitted("killLatch.changed")).toEqual([{ set: true, by: "ann", reason: "odd fills" }]);
    expect(emitted("alert.raised")[0]).toMatchObject({ severity: "CRITICAL", code: "KILL_LATCH_SET" });
    expect(play([set, kill({ set: false, by: "ann", reason: "ok" })]).emitted("alert.raised")[1]).toMatchObject({
      code: "KILL_LATCH_CLEARED",
    });
  });
  it("leaves a row for every change by a person: from what to what, who and why", () => {
    const rows = play([set, kill({ set: false, by: "ben", reason: "explained" }), kill(null)]).effects.filter(
      ({ kind }) => kind === "store",
    );
    const fixed = { at: T0, service: "risk_safety", action: "kill_latch", recorded_at: T0 };
    expect(rows).toMatchObject([
      { table: "audit", row: { ...fixed, from_mode: "CLEAR", to_mode: "SET", by: "ann", reason: "odd fills" } },
      { table: "audit", row: { ...fixed, from_mode: "SET", to_mode: "CLEAR", by: "ben", reason: "explained" } },
      { table: "audit", row: { ...fixed, from_mode: "CLEAR", to_mode: "SET", by: "unknown", reason: "no reason given" } },
    ]);
  });
  it("another service may set it but not clear it, and the echo of our own word changes nothing", () => {
    const told = (value: boolean, source: string) => event("killLatch.changed", T0, { set: value, by: "ess", reason: "stop" }, { source });
    expect(play([told(true, "ess")]).state.kill.set).toBe(true);
    expect(play([told(true, "pba"), told(false, "pba")]).state.kill.set).toBe(true);
    expect(play([told(true, "ess"), told(false, "pba")]).state.kill.set).toBe(true);
    expect(play([told(true, "ess"), told(false, "ess")]).state.kill.set).toBe(false);
    expect(play([set, told(true, "ess"), told(false, "ess")]).state.kill).toMatchObject({ set: true, by: "ann" });
    expect(play([told(true, "ess"), told(true, "pba"), told(false, "ess")]).state.kill).toMatchObject({ set: true, by: "pba" });
    expect(play([told(true, "risk_safety")]).state.kill.set).toBe(false);
  });
  it("other feeds and unknown inputs change nothing", () => {
    expect(play([kill({ set: true }, "other"), event("service.started", T0, {} as never)]).effects).toEqual([]);
  });
});

describe("RS-04: listed symbol", () => {
  it("before the exchange told its list no symbol is known", () => {
    expect(codeOf([account("10000"), bars({ BTCUSDT: 100 }), requested(intent())])).toBe("UNKNOWN_SYMBOL");
  });
  it("unlisted, delisted and object-property names are refused", () => {
    expect(ask({ symbol: "NOPEUSDT" })).toBe("UNKNOWN_SYMBOL");
    expect(ask({ symbol: "constructor" })).toBe("UNKNOWN_SYMBOL");
    const settling = event("instruments.listed", T0, { instruments: [instrument("BTCUSDT", { status: "SETTLING" })] });
    expect(codeOf([...ready(), settling, requested(intent())])).toBe("UNKNOWN_SYMBOL");
  });
});

describe("RS-05: equity", () => {
  const market = [listed(...SYMBOLS), bars({ BTCUSDT: 100 })];
  it("unknown or used up is refused", () => {
    expect(codeOf([...market, requested(intent())])).toBe("EQUITY_UNKNOWN");
    for (const equity of ["0", "-5"]) expect(codeOf([...market, account(equity), requested(intent())])).toBe("EQUITY_UNKNOWN");
  });
  it("no number at all in the saved state is refused, by every rule that needs it", () => {
    const core = createRiskSafetyCore();
    const { state } = play(ready());
    const broken = { ...state, account: { equityUsd: "NaN", at: T0 } };
    const [answer] = core.decide(broken, requested(intent())).effects;
    expect(answer).toMatchObject({ type: "order.refused", data: { code: "EQUITY_UNKNOWN" } });
    const verdicts = (answer as unknown as { data: { verdicts: { rule: string; passed: boolean }[] } }).data.verdicts;
    expect(verdicts.filter((verdict) => !verdict.passed).map((verdict) => verdict.rule)).toEqual([
      "RS-05",
      "RS-10",
      "RS-11",
      "RS-12",
      "RS-14",
    ]);
  });
  it("exactly as old as allowed passes, a millisecond more does not", () => {
    const at = T0 + 15 * 60_000;
    const late = (now: number) => codeOf([...ready(), bars({ BTCUSDT: 100 }, at), requested(intent({ decidedAt: at }), { at: now })]);
    expect(late(at)).toBeNull();
    expect(late(at + 1)).toBe("EQUITY_UNKNOWN");
  });
});

describe("RS-06: stale data", () => {
  it("a decision two bars old passes, a millisecond more does not", () => {
    const later = [account("10000", {}, T0 + 2 * BAR_MS), bars({ BTCUSDT: 100 }, T0 + 2 * BAR_MS)];
    expect(codeOf([...ready(), ...later, requested(intent({ decidedAt: T0 }), { at: T0 + 2 * BAR_MS })])).toBeNull();
    expect(codeOf([...ready(), ...later, requested(intent({ decidedAt: T0 - 1 }), { at: T0 + 2 * BAR_MS })])).toBe("STALE_DATA");
  });
  it("a symbol without a price, or with an old one, is refused", () => {
    expect(codeOf([listed(...SYMBOLS), account("10000"), bars({ ETHUSDT: 100 }), requested(intent())])).toBe("STALE_DATA");
    const missing = (bar: number) => [account("10000", {}, T0 + bar * BAR_MS), bars({ ETHUSDT: 100 }, T0 + bar * BAR_MS)];
    const at = (bar: number) =>
      codeOf([...ready(), ...missing(bar), requested(intent({ decidedAt: T0 + bar * BAR_MS }), { at: T0 + bar * BAR_MS })]);
    expect(at(2)).toBeNull();
    expect(at(3)).toBe("STALE_DATA");
  });
  it("when bars stop coming, prices grow old by the clock of the request", () => {
    const at = (afterMs: number) => codeOf([...ready(), account("10000", {}, T0 + afterMs), requested(intent(), { at: T0 + afterMs })]);
    expect(at(3 * BAR_MS)).toBeNull();
    expect(at(3 * BAR_MS + 1)).toBe("STALE_DATA");
  });
  it("a decision from the future is refused", () => {
    expect(ask({ decidedAt: T0 + 1 })).toBe("STALE_DATA");
  });
  it("before any trading bar nothing is fresh, though a shorter bar gave a price", () => {
    expect(codeOf([listed(...SYMBOLS), account("10000"), bars({ BTCUSDT: 100 }, T0, false), requested(intent())])).toBe("STALE_DATA");
  });
});

describe("RS-07: price collar", () => {
  it("a reference 5 % away passes, a hair more does not", () => {
    expect(ask({ referencePrice: "105" })).toBeNull();
    expect(ask({ referencePrice: "105.0000001" })).toBe("PRICE_COLLAR");
    expect(ask({ referencePrice: "95", stopPrice: "90" })).toBeNull();
    expect(ask({ referencePrice: "94.9999999", stopPrice: "90" })).toBe("PRICE_COLLAR");
  });
  it("so does a limit price", () => {
    expect(ask({ type: "LIMIT", price: "95", stopPrice: "90" })).toBeNull();
    expect(ask({ type: "LIMIT", price: "94.99", stopPrice: "90" })).toBe("PRICE_COLLAR");
  });
  it("a stop 20 % away passes, more does not", () => {
    expect(ask({ stopPrice: "80" })).toBeNull();
    expect(ask({ stopPrice: "79.99" })).toBe("PRICE_COLLAR");
  });
  it("holds against the quote when that is newer than the bar", () => {
    const quote = {
      symbol: "BTCUSDT",
      bid: 119,
      ask: 121,
      bidQuantity: 1,
      askQuantity: 1,
      markPrice: 120,
      fundingRatio: 0,
      nextFundingAt: T0,
    };
    expect(codeOf([...ready(), event("quotes.observed", T0, { quotes: [quote] }), requested(intent())])).toBe("PRICE_COLLAR");
  });
});

describe("RS-08: protective stop", () => {
  it("no stop, a stop at the price and one on the wrong side are refused", () => {
    expect(ask({ stopPrice: null })).toBe("MISSING_STOP");
    expect(ask({ stopPrice: "100" })).toBe("MISSING_STOP");
    expect(ask({ stopPrice: "101" })).toBe("MISSING_STOP");
    expect(ask({ stopPrice: "99.999" })).toBeNull();
  });
  it("for a short it is the other way round", () => {
    expect(ask({ side: "SELL", stopPrice: "98" })).toBe("MISSING_STOP");
    expect(ask({ side: "SELL", stopPrice: "102" })).toBeNull();
  });
  it("it must lie beyond the limit price as well", () => {
    expect(ask({ type: "LIMIT", price: "97", stopPrice: "98" })).toBe("MISSING_STOP");
  });
  it("a take-profit must be on the winning side", () => {
    expect(ask({ takeProfitPrice: "99" })).toBe("MISSING_STOP");
    expect(ask({ takeProfitPrice: "104" })).toBeNull();
    expect(ask({ side: "SELL", stopPrice: "102", takeProfitPrice: "96" })).toBeNull();
    expect(ask({ side: "SELL", stopPrice: "102", takeProfitPrice: "103" })).toBe("MISSING_STOP");
  });
});

describe("RS-09: leverage", () => {
  it("10 passes, 11 does not", () => {
    expect(ask({ leverage: 10 })).toBeNull();
    expect(ask({ leverage: 11 })).toBe("MAX_LEVERAGE");
  });
  it("the exchange's limit counts when it is lower", () => {
    const low = event("instruments.listed", T0, { instruments: [instrument("BTCUSDT", { maxLeverage: 5 })] });
    expect(codeOf([...ready(), low, requested(intent({ leverage: 5 }))])).toBeNull();
    expect(codeOf([...ready(), low, requested(intent({ leverage: 6 }))])).toBe("MAX_LEVERAGE");
  });
});

describe("RS-10 to RS-12: value of order, position and desk", () => {
  it("an order worth exactly half of equity passes, a thousandth unit more does not", () => {
    expect(ask({ quantity: "50" })).toBeNull();
    expect(ask({ quantity: "50.001" })).toBe("MAX_ORDER_NOTIONAL");
  });
  it("is valued at the highest of limit, reference and last price", () => {
    expect(ask({ quantity: "48", referencePrice: "105" })).toBe("MAX_ORDER_NOTIONAL");
    expect(ask({ quantity: "50", type: "LIMIT", price: "101" })).toBe("MAX_ORDER_NOTIONAL");
    expect(ask({ quantity: "50", type: "LIMIT", price: "99" })).toBeNull();
  });
  it("position and order together: exactly the limit passes, one step more does not", () => {
    const held = [...ready(), account("10000", { BTCUSDT: "30" })];
    expect(codeOf([...held, requested(intent({ quantity: "20" }))])).toBeNull();
    expect(codeOf([...held, requested(intent({ quantity: "20.001" }))])).toBe("MAX_POSITION_NOTIONAL");
  });
  it("what is pending counts like what is held, and a refused order reserves nothing", () => {
    expect(codeOf([...ready(), requested(intent({ quantity: "30" })), requested(intent({ quantity: "20.001" }))])).toBe(
      "MAX_POSITION_NOTIONAL",
    );
    expect(codeOf([...ready(), requested(intent({ quantity: "30", leverage: 99 })), requested(intent({ quantity: "50" }))])).toBeNull();
  });
  it("all symbols together: exactly the limit passes, one step more does not", () => {
    const two = [...ready(), requested(intent({ quantity: "50" })), requested(intent({ symbol: "ETHUSDT", quantity: "40" }))];
    expect(codeOf([...two, requested(intent({ symbol: "SOLUSDT", quantity: "10" }))], { maxTotalNotionalRatio: 1 })).toBeNull();
    expect(codeOf([...two, requested(intent({ symbol: "SOLUSDT", quantity: "10.001" }))], { maxTotalNotionalRatio: 1 })).toBe(
      "MAX_TOTAL_NOTIONAL",
    );
  });
  it("shorts count like longs", () => {
    const held = [...ready(), account("10000", { BTCUSDT: "-50" })];
    expect(codeOf([...held, requested(intent({ quantity: "1" }))])).toBe("MAX_POSITION_NOTIONAL");
  });
  it("a symbol without a price of its own is valued at the exchange's mark", () => {
    const held = [...ready(), account("10000", { DOGEUSDT: "290" })];
    expect(codeOf([...held, requested(intent({ quantity: "10" }))])).toBeNull();
    expect(codeOf([...held, requested(intent({ quantity: "11" }))])).toBe("MAX_TOTAL_NOTIONAL");
  });
});

describe("RS-13: open positions", () => {
  const full = [...ready(), account("10000", { ETHUSDT: "1" }), requested(intent({ symbol: "SOLUSDT", quantity: "1" }))];
  it("held and pending symbols count; adding to one of them needs no new place", () => {
    expect(codeOf([...full, requested(intent({ symbol: "XRPUSDT", quantity: "1" }))], { maxOpenPositions: 3 })).toBeNull();
    expect(codeOf([...full, requested(intent({ symbol: "XRPUSDT", quantity: "1" }))], { maxOpenPositions: 2 })).toBe("MAX_POSITIONS");
    expect(codeOf([...full, requested(intent({ symbol: "SOLUSDT", quantity: "1" }))], { maxOpenPositions: 2 })).toBeNull();
  });
  it("a flat position takes no place", () => {
    expect(
      codeOf([...full, account("10000", { ETHUSDT: "0" }), requested(intent({ symbol: "XRPUSDT", quantity: "1" }))], {
        maxOpenPositions: 2,
      }),
    ).toBeNull();
  });
});

describe("RS-14: daily loss", () => {
  it("a hair below the limit passes, the limit itself does not", () => {
    expect(codeOf([...ready(), account("9500.01"), requested(intent({ quantity: "1" }))])).toBeNull();
    expect(codeOf([...ready(), account("9500"), requested(intent({ quantity: "1" }))])).toBe("DAILY_LOSS");
  });
  it("once reached it holds for the day, even when equity recovers, and is told once", () => {
    const inputs = [...ready(), account("9400"), account("9300"), account("10100")];
    expect(codeOf([...inputs, requested(intent({ quantity: "1" }))])).toBe("DAILY_LOSS");
    expect(
      play(inputs)
        .emitted("alert.raised")
        .map((alert) => alert.code),
    ).toEqual(["DAILY_LOSS"]);
  });
  it("a day whose equity is used up is lost", () => {
    expect(play([...ready(), account("-1")]).emitted("alert.raised")[0]?.message).toContain("all of the day's");
  });
  it("the next UTC day begins with the equity of midnight", () => {
    const midnight = Date.UTC(2023, 6, 14);
    const { state } = play([...ready(), account("9400"), account("9450", {}, midnight)]);
    expect(state.day).toEqual({ day: midnight / 86_400_000, equityUsd: "9450", lossReached: false });
  });
  it("when midnight was missed, with the last equity before it", () => {
    const { state } = play([...ready(), account("9900"), account("9800", {}, Date.UTC(2023, 6, 14, 0, 1))]);
    expect(state.day?.equityUsd).toBe("9900");
  });
  it("an account of an earlier day does not turn the day back", () => {
    const { state } = play([account("9000", {}, T0), account("8999", {}, T0 - 86_400_000)]);
    expect(state.day?.day).toBe(Math.floor(T0 / 86_400_000));
  });
});

describe("RS-15: message budget", () => {
  const small = (index: number) => requested(intent({ quantity: "0.1", symbol: SYMBOLS[index % 4] as string }));
  it("the last order of the window passes, the next does not, and a new window opens", () => {
    const over = { messageBudget: 3, messageBudgetPerCycle: 99 };
    const three = [0, 1, 2].map(small);
    expect(codeOf([...ready(), ...three], over)).toBeNull();
    expect(codeOf([...ready(), ...three, small(3)], over)).toBe("MESSAGE_BUDGET");
    const later = (ms: number) => [account("10000", {}, T0 + ms), requested(intent({ quantity: "0.1" }), { at: T0 + ms, cycle: T0 + ms })];
    expect(codeOf([...ready(), ...three, ...later(299_999)], over)).toBe("MESSAGE_BUDGET");
    expect(codeOf([...ready(), ...three, ...later(300_000)], over)).toBeNull();
  });
  it("a cycle has its own budget, however long it takes", () => {
    const over = { messageBudgetPerCycle: 2, messageWindowMs: 1 };
    const late = requested(intent({ quantity: "0.1" }), { at: T0 + 5, cycle: T0 });
    expect(codeOf([...ready(), small(0), small(1), late], over)).toBe("MESSAGE_BUDGET");
    expect(
      codeOf([...ready(), small(0), small(1), requested(intent({ quantity: "0.1" }), { at: T0 + 5, cycle: T0 + 1 })], over),
    ).toBeNull();
  });
  it("an order outside any cycle is held to the window alone", () => {
    const loose = event("order.requested", T0, { intent: intent({ quantity: "0.1" }), binding: true });
    expect(codeOf([...ready(), small(0), loose], { messageBudgetPerCycle: 1 })).toBeNull();
    expect(play([...ready(), loose]).rows("clearances")[0]?.row.cycle).toBeNull();
  });
  it("exits use it up but are never stopped by it, and refusals do not count", () => {
    const held = [...ready(), account("10000", { BTCUSDT: "10" })];
    const leave = () => requested(exit({ quantity: "1" }));
    expect(codeOf([...held, leave(), leave(), leave()], { messageBudget: 2 })).toBeNull();
    expect(codeOf([...held, leave(), leave(), small(0)], { messageBudget: 2 })).toBe("MESSAGE_BUDGET");
    const refused = requested(intent({ leverage: 99 }));
    expect(codeOf([...held, refused, refused, leave(), small(0)], { messageBudget: 2 })).toBeNull();
  });
  it("old messages are forgotten with the bars", () => {
    expect(play([...ready(), small(0), bars({}, T0 + BAR_MS)]).state.messages).toHaveLength(1);
    expect(play([...ready(), small(0), bars({}, T0 + BAR_MS + 1)]).state.messages).toHaveLength(0);
  });
});

describe("RS-16: exit within the position", () => {
  const held = [...ready(), account("10000", { BTCUSDT: "10", ETHUSDT: "-4" })];
  it("all of it passes, a thousandth unit more does not", () => {
    expect(codeOf([...held, requested(exit({ quantity: "10" }))])).toBeNull();
    expect(codeOf([...held, requested(exit({ quantity: "10.001" }))])).toBe("EXIT_EXCEEDS_POSITION");
    expect(codeOf([...held, requested(exit({ symbol: "ETHUSDT", side: "BUY", quantity: "4" }))])).toBeNull();
    expect(codeOf([...held, requested(exit({ symbol: "ETHUSDT", side: "BUY", quantity: "4.001" }))])).toBe("EXIT_EXCEEDS_POSITION");
  });
  it("an exit on the side of the position, or of nothing, is none", () => {
    expect(codeOf([...held, requested(exit({ side: "BUY", quantity: "1" }))])).toBe("EXIT_EXCEEDS_POSITION");
    expect(codeOf([...held, requested(exit({ symbol: "SOLUSDT", quantity: "1" }))])).toBe("EXIT_EXCEEDS_POSITION");
  });
  it("exits on their way count, but a lost one bars the way out for ten minutes only", () => {
    const first = exit({ quantity: "6" });
    const second = (afterMs: number) => requested(exit({ quantity: "5" }), { at: T0 + afterMs });
    expect(codeOf([...held, requested(first), second(0)])).toBe("EXIT_EXCEEDS_POSITION");
    expect(codeOf([...held, requested(first), second(600_000 - 1)])).toBe("EXIT_EXCEEDS_POSITION");
    expect(codeOf([...held, requested(first), second(600_000)])).toBeNull();
    expect(codeOf([...held, requested(first), settled(first, "0"), second(0)])).toBeNull();
  });
  it("what an exit filled is off the position and off the reservation", () => {
    const first = exit({ quantity: "6" });
    expect(codeOf([...held, requested(first), filled(first), requested(exit({ quantity: "4" }))])).toBeNull();
    expect(codeOf([...held, requested(first), filled(first), requested(exit({ quantity: "4.1" }))])).toBe("EXIT_EXCEEDS_POSITION");
  });
  it("passes when every entry limit is broken and nothing of the market is known", () => {
    const lost = [account("10000"), account("-500", { BTCUSDT: "10" })];
    expect(codeOf([...lost, requested(exit({ quantity: "10", leverage: 99, decidedAt: 0 }))])).toBeNull();
  });
  it("passes before the exchange told any position: it is reduce-only there", () => {
    expect(codeOf([requested(exit())])).toBeNull();
  });
});
