import { describe, expect, it } from "@jest/globals";
import type { Input, Intent } from "@quantum/types";
import {
  account,
  bars,
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
import { DEFAULT_SETTINGS, LIMITS } from "./limits.ts";

/** What is said and kept, to the letter: words that a person or the audit reads, and what must not be said at all. */
const verdictsOn = (inputs: readonly Input[], order: Intent, over = {}) => {
  const { emitted } = play([...inputs, requested(order)], over);
  const answers = [...emitted("order.cleared"), ...emitted("order.refused")].filter(
    ({ intent: { intentId } }) => intentId === order.intentId,
  );
  const answer = answers.at(-1);
  return Object.fromEntries((answer?.verdicts ?? []).map(({ rule, reason }) => [rule, reason]));
};
const held = (quantity: string) => [...ready(), account("10000", { BTCUSDT: quantity })];
const kill = (data: unknown) => event("feed" as never, T0, { name: "kill", data } as never);

describe("the contract of the governor", () => {
  it("names what it reads and what it says", () => {
    const { name, consumes, emits } = createRiskSafetyCore();
    expect({ name, consumes, emits }).toEqual({
      name: "risk_safety",
      consumes: [
        "order.requested",
        "order.working",
        "order.settled",
        "order.filled",
        "account.synced",
        "bars.closed",
        "quotes.observed",
        "instruments.listed",
        "killLatch.changed",
      ],
      emits: ["order.cleared", "order.refused", "killLatch.changed", "alert.raised"],
    });
  });

  it("says nothing to what only tells it something", () => {
    const order = intent();
    const quiet = [
      listed(...SYMBOLS),
      event("quotes.observed", T0, { quotes: [] }),
      bars({ BTCUSDT: 100 }),
      account("10000"),
      filled(order),
      settled(order, "10"),
      event("order.working", T0, { intentId: "i", tradeId: "t", symbol: "BTCUSDT", purpose: "ENTRY", untilAt: T0 }),
      event("killLatch.changed", T0, { set: true, by: "x", reason: "y" }, { source: "ess" }),
      event("killLatch.changed", T0, { set: false, by: "x", reason: "y" }, { source: "risk_safety" }),
      event("service.stopped", T0, { service: "x", reason: "y" }),
      event("wake" as never, T0, { name: "x", data: null } as never),
    ];
    for (const input of quiet) expect({ type: input.type, effects: play([input]).effects }).toEqual({ type: input.type, effects: [] });
  });
});

describe("verdicts in words", () => {
  it("of a sound market entry", () => {
    expect(verdictsOn(ready(), intent())).toMatchObject({
      "RS-01": "MALFORMED_ORDER: all figures are usable",
      "RS-02": "DUPLICATE: first time this intent is seen",
      "RS-03": "KILL_LATCH: not set",
      "RS-04": "UNKNOWN_SYMBOL: listed and trading",
      "RS-05": "EQUITY_UNKNOWN: age of equity in ms",
      "RS-07": "PRICE_COLLAR: distance of the reference price from the last price",
      "RS-09": "MAX_LEVERAGE: leverage",
      "RS-10": "MAX_ORDER_NOTIONAL: value of the order in USD",
      "RS-11": "MAX_POSITION_NOTIONAL: value of the symbol after the order in USD",
      "RS-12": "MAX_TOTAL_NOTIONAL: value of all symbols after the order in USD",
      "RS-13": "MAX_POSITIONS: symbols held or being entered after the order",
      "RS-14": "DAILY_LOSS: loss since the start of the day as a share of equity then",
      "RS-15": "MESSAGE_BUDGET: orders in the window, this one included",
    });
  });

  it.each<[string, string, Partial<Intent>]>([
    ["RS-01", "MALFORMED_ORDER: is not positive", { quantity: "0" }],
    ["RS-01", "MALFORMED_ORDER: a limit order needs a price and a market order has none", { type: "LIMIT" }],
    ["RS-01", "MALFORMED_ORDER: leverage is not a whole number from 1", { leverage: 0 }],
    ["RS-01", "MALFORMED_ORDER: is no purpose of an order", { purpose: "FUN" as never }],
    ["RS-01", "MALFORMED_ORDER: is not a side", { side: "HOLD" as never }],
    ["RS-04", "UNKNOWN_SYMBOL: the exchange has not listed this symbol", { symbol: "DOGEUSDT" }],
    ["RS-07", "PRICE_COLLAR: distance of the limit price from the last price", { type: "LIMIT", price: "150" }],
    ["RS-07", "PRICE_COLLAR: distance of the stop price from the last price", { stopPrice: "1" }],
    ["RS-07", "PRICE_COLLAR: could not be checked (no price of DOGEUSDT is known), so it counts as broken", { symbol: "DOGEUSDT" }],
  ])("%s: %s", (rule, words, part) => {
    expect(verdictsOn(ready(), intent(part))[rule]).toBe(words);
  });

  it("of a desk that knows nothing yet", () => {
    expect(verdictsOn([], intent())).toMatchObject({
      "RS-04": "UNKNOWN_SYMBOL: the exchange has not listed this symbol",
      "RS-05": "EQUITY_UNKNOWN: the exchange has not told equity yet",
      "RS-14": "DAILY_LOSS: equity at the start of the day is not known",
    });
    expect(verdictsOn([], exit())["RS-16"]).toBe(
      "EXIT_EXCEEDS_POSITION: positions are not known yet; the exchange holds it to reduce-only",
    );
  });

  it("of a symbol that is listed and does not trade", () => {
    const settling = event("instruments.listed", T0, { instruments: [instrument("BTCUSDT", { status: "SETTLING" })] });
    expect(verdictsOn([...ready(), settling], intent())["RS-04"]).toBe("UNKNOWN_SYMBOL: listed but not trading");
  });

  it("of a latch, with who set it and why", () => {
    const latched = [...ready(), event("killLatch.changed", T0, { set: true, by: "anna", reason: "drill" }, { source: "dashboard" })];
    expect(verdictsOn(latched, intent())["RS-03"]).toBe("KILL_LATCH: set by dashboard: drill");
  });

  it("of exits: none held, the wrong side, the right one", () => {
    expect(verdictsOn(ready(), exit())["RS-16"]).toBe("EXIT_EXCEEDS_POSITION: there is no position to leave");
    expect(verdictsOn(held("-10"), exit())["RS-16"]).toBe("EXIT_EXCEEDS_POSITION: the exit is on the side of the position");
    expect(verdictsOn(held("10"), exit())["RS-16"]).toBe("EXIT_EXCEEDS_POSITION: quantity of this exit and those on their way");
  });

  it("of an intent that comes again", () => {
    const order = intent();
    expect(verdictsOn([...ready(), requested(order)], order)).toMatchObject({ "RS-02": "DUPLICATE: this intent was judged before" });
    const again = play([...ready(), requested(order), requested(order)]);
    const verdicts = again.emitted("order.refused")[0]?.verdicts ?? [];
    expect(verdicts.find(({ rule }) => rule === "RS-02")).toMatchObject({
      observed: T0,
      reason: "DUPLICATE: this intent was judged before",
    });
    expect(again.state.seenIntents).toEqual({ [order.intentId]: T0 });
  });

  it("of a cycle's own budget", () => {
    const words = verdictsOn([...ready(), requested(intent({ symbol: "ETHUSDT" }))], intent(), { messageBudgetPerCycle: 1 });
    expect(words["RS-15"]).toBe("MESSAGE_BUDGET: orders in the cycle, this one included");
  });

  it("of a loss that was too large before", () => {
    const lost = [...ready(), account("5000"), account("10000")];
    expect(verdictsOn(lost, intent())["RS-14"]).toBe("DAILY_LOSS: the limit was reached earlier today");
  });
});

describe("additions in words", () => {
  const entry = intent({ tradeId: "t", intentId: "entry", quantity: "10" });
  const add = (part: Partial<Intent> = {}) =>
    intent({ purpose: "ADD", tradeId: "t", type: "LIMIT", price: "100", quantity: "1", stopPrice: "99.5", ...part });
  const begun = [...ready(), requested(entry)];
  const open = [...begun, filled(entry), settled(entry, "10")];
  const words = (inputs: readonly Input[], order: Intent) => verdictsOn(inputs, order)["RS-19"];
  const moved = intent({ purpose: "PROTECT", tradeId: "t", side: "SELL", stopPrice: "99.5" });
  const done = {
    tradeId: "t",
    symbol: "BTCUSDT",
    purpose: "PROTECT",
    outcome: "PROTECTED",
    filledQuantity: "0",
    averagePrice: null,
  } as const;
  const ended = event("order.settled", T0, { intentId: moved.intentId, ...done, protected: true, code: null, reason: "" });
  /** The stop was moved to 99.5: at it 5 of the 20 USD that were at risk would be lost. */
  const safe = [...open, account("10000", { BTCUSDT: "10" }), requested(moved), ended];

  it("say why nobody can tell what would be lost", () => {
    expect(words(open, add({ tradeId: "another" }))).toBe("PLANNED_LOSS: no entry of this trade was cleared on this side");
    expect(words(open, add({ symbol: "ETHUSDT" }))).toBe("PLANNED_LOSS: no entry of this trade was cleared on this side");
    expect(words(open, add({ side: "SELL" }))).toBe("PLANNED_LOSS: no entry of this trade was cleared on this side");
    expect(words(begun, add())).toBe("PLANNED_LOSS: what the trade holds is not known for sure");
    expect(words([...begun, filled(entry, "4")], add())).toBe("PLANNED_LOSS: another order that makes it larger is on its way");
    expect(words([...safe, requested(add())], add())).toBe("PLANNED_LOSS: another order that makes it larger is on its way");
    expect(words(open, add({ type: "MARKET", price: null }))).toBe("PLANNED_LOSS: no limit price, or no stop-loss");
    expect(words(open, add({ stopPrice: null }))).toBe("PLANNED_LOSS: no limit price, or no stop-loss");
  });

  it("are not held up by what another trade, or an exit of this one, is about to do", () => {
    const elsewhere = [...open, requested(intent({ symbol: "ETHUSDT" }))];
    const leaving = [...open, account("10000", { BTCUSDT: "10" }), requested(exit({ tradeId: "t", quantity: "1" }))];
    const judged = "PLANNED_LOSS: loss at the stop with the addition, against the initial risk, in USD";
    expect([words(elsewhere, add()), words(leaving, add())]).toEqual([judged, judged]);
  });
});

describe("alerts in words", () => {
  it("of a rule that could not be checked, and of none where the cause is plain", () => {
    const odd = intent({ stopPrice: "abc" });
    expect(play([...ready(), requested(odd)]).emitted("alert.raised")[0]).toMatchObject({
      service: "risk_safety",
      severity: "WARNING",
      code: "RULE_BROKEN",
      message: expect.stringMatching(
        `^order ${odd.intentId} \\(BTCUSDT\\) was refused because RS-01, RS-[0-9, RS-]+ could not be checked$`,
      ),
      action: "Look at the verdicts in table clearances: a figure of the order or of the account is not a number.",
    });
    for (const plain of [
      [listed(...SYMBOLS), bars({ BTCUSDT: 100 }), requested(intent())],
      [...ready(), requested(intent({ symbol: "DOGEUSDT" }))],
      [...ready(), requested(intent())],
    ])
      expect(play(plain).emitted("alert.raised")).toEqual([]);
  });

  it("of an order that never ended, once", () => {
    const order = intent();
    const late = T0 + LIMITS.reservationAlertMs + 300_000;
    const { emitted } = play([...ready(), requested(order), bars({ BTCUSDT: 100 }, late), bars({ BTCUSDT: 100 }, late + 300_000)]);
    expect(emitted("alert.raised")).toEqual([
      {
        service: "risk_safety",
        severity: "WARNING",
        code: "ORDER_NOT_SETTLED",
        message: `cleared and not settled for ${LIMITS.reservationAlertMs / 60_000} min: BTCUSDT ${order.intentId}`,
        action: "Look at execution: an order of unknown fate keeps counting against the limits until it is settled.",
      },
    ]);
  });

  it("of the day's loss, with the figures", () => {
    const lossUsd = 10_000 * DEFAULT_SETTINGS.dailyLossRatio;
    expect(play([...ready(), account(String(10_000 - lossUsd))]).emitted("alert.raised")).toEqual([
      {
        service: "risk_safety",
        severity: "CRITICAL",
        code: "DAILY_LOSS",
        message: `today's loss is ${(DEFAULT_SETTINGS.dailyLossRatio * 100).toFixed(2)} % of the day's starting equity 10000 USD; the limit is ${DEFAULT_SETTINGS.dailyLossRatio * 100} %`,
        action: "No entry passes until 00:00 UTC; exits and stops go on. Look at today's trades before the next day begins.",
      },
    ]);
    expect(play([...ready(), account("9999")]).emitted("alert.raised")).toEqual([]);
  });

  it("of the latch: who, why, and what now", () => {
    const { emitted, rows } = play([kill({ set: true, by: "anna", reason: "drill" }), kill({ set: false, by: "anna", reason: "over" })]);
    expect(emitted("alert.raised")).toEqual([
      {
        service: "risk_safety",
        severity: "CRITICAL",
        code: "KILL_LATCH_SET",
        message: "kill latch set by anna: drill",
        action: "No entry passes until a person clears it (POST /clear with a reason).",
      },
      {
        service: "risk_safety",
        severity: "WARNING",
        code: "KILL_LATCH_CLEARED",
        message: "kill latch cleared by anna: over",
        action: "Entries pass again.",
      },
    ]);
    const [first, second] = rows("audit");
    expect(first?.key).not.toBe(second?.key);
    expect([first?.row.to_mode, second?.row.to_mode, second?.row.from_mode]).toEqual(["SET", "CLEAR", "SET"]);
  });

  it.each([
    ["without a name", { set: false, by: "", reason: "over" }],
    ["with a name of blanks", { set: false, by: " ", reason: "over" }],
    ["without a reason", { set: false, by: "anna", reason: " " }],
    ["with a name that is none", { set: false, by: 7, reason: "over" }],
    ["that is nothing at all", null],
  ])("a clear %s sets the latch", (_, data) => {
    expect(play([kill(data)]).state.kill.set).toBe(true);
  });
});
