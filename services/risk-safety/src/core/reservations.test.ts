import { describe, expect, it } from "@jest/globals";
import type { Input, Intent } from "@quantum/types";
import fc from "fast-check";
import { account, bars, codeOf, exit, filled, intent, play, ready, requested, SYMBOLS, settled, T0 } from "../../test/scenario.ts";
import { symbolNotional, totalNotional } from "./exposure.ts";
import { createRiskSafetyCore, DEFAULT_SETTINGS, type SafetyState } from "./index.ts";

describe("reservations", () => {
  it("a fill moves value from pending to held without counting it twice", () => {
    const order = intent({ quantity: "30" });
    for (const inputs of [[], [filled(order, "12")], [filled(order, "12"), filled(order, "18")]]) {
      const { state } = play([...ready(), requested(order), ...inputs]);
      expect(symbolNotional(state, "BTCUSDT").toNumber()).toBe(3000);
    }
  });
  it("the same fill twice counts once", () => {
    const order = intent({ quantity: "30" });
    const fill = filled(order, "12");
    expect(play([...ready(), requested(order), fill, fill]).state.positions.BTCUSDT?.quantity).toBe("12");
  });
  it("an order that ended without all its quantity frees the rest", () => {
    const order = intent({ quantity: "50" });
    expect(
      codeOf([...ready(), requested(order), filled(order, "20"), settled(order, "20"), requested(intent({ quantity: "30" }))]),
    ).toBeNull();
    expect(
      codeOf([...ready(), requested(order), filled(order, "20"), settled(order, "20"), requested(intent({ quantity: "30.001" }))]),
    ).toBe("MAX_POSITION_NOTIONAL");
  });
  it("an entry settled with fills we have not seen counts as held", () => {
    for (const [side, quantity] of [
      ["BUY", "50"],
      ["SELL", "-50"],
    ] as const) {
      const order = intent({ quantity: "50", side, stopPrice: side === "BUY" ? "98" : "102" });
      expect(play([...ready(), requested(order), settled(order, "50")]).state.positions.BTCUSDT?.quantity).toBe(quantity);
    }
  });
  it("an exit settled before its fills takes nothing off the position, and an unknown intent nothing at all", () => {
    const leave = exit({ quantity: "5" });
    const { state } = play([
      ...ready(),
      account("10000", { BTCUSDT: "10" }),
      requested(leave),
      settled(leave, "5"),
      settled(intent(), "7"),
    ]);
    expect(state.positions.BTCUSDT?.quantity).toBe("10");
    expect(state.reservations).toEqual({});
  });
  it("a stop that fills takes off the position", () => {
    const stop = filled(exit({ quantity: "10" }), "10", {}, "STOP");
    expect(play([...ready(), account("10000", { BTCUSDT: "10" }), stop]).state.positions.BTCUSDT?.quantity).toBe("0");
  });
  it("two pending orders of one trade are used up one after the other", () => {
    const first = intent({ quantity: "10" });
    const second = { ...intent({ quantity: "10" }), tradeId: first.tradeId };
    const { state } = play([...ready(), requested(first), requested(second), filled(first, "15")]);
    expect(Object.values(state.reservations).map((entry) => entry.remaining)).toEqual(["0", "5"]);
  });
  it("the exchange's word replaces ours, but an older snapshot cannot shrink a symbol with an order on its way", () => {
    const order = intent({ quantity: "30" });
    const pending = [...ready(), requested(order), filled(order, "30")];
    expect(play([...pending, account("10000")]).state.positions.BTCUSDT?.quantity).toBe("30");
    expect(play([...pending, account("10000", { BTCUSDT: "20" })]).state.positions.BTCUSDT?.quantity).toBe("30");
    expect(play([...pending, account("10000", { BTCUSDT: "40" })]).state.positions.BTCUSDT?.quantity).toBe("40");
    expect(play([...pending, settled(order, "30"), account("10000", { BTCUSDT: "20" })]).state.positions.BTCUSDT?.quantity).toBe("20");
    expect(play([...pending, settled(order, "30"), account("10000")]).state.positions.BTCUSDT).toBeUndefined();
  });
  it("a price that rose since makes a pending order worth more", () => {
    const { state } = play([...ready(), requested(intent({ quantity: "30" })), bars({ BTCUSDT: 120 }, T0 + 1)]);
    expect(symbolNotional(state, "BTCUSDT").toNumber()).toBe(3600);
  });
  it("only the fills of the last couple of hundred are remembered", () => {
    const order = intent({ quantity: "50" });
    const many = Array.from({ length: 205 }, () => filled(order, "0.1"));
    expect(play([...ready(), requested(order), ...many]).state.seenFills).toHaveLength(200);
  });
  it("an order not settled for a quarter of an hour is told once and goes on counting", () => {
    const order = intent({ quantity: "50" });
    const late = (ms: number) => bars({ BTCUSDT: 100 }, T0 + ms);
    expect(play([...ready(), requested(order), late(900_000)]).emitted("alert.raised")).toEqual([]);
    const { emitted, state } = play([...ready(), requested(order), late(900_001), late(1_200_000)]);
    expect(emitted("alert.raised").map((alert) => alert.code)).toEqual(["ORDER_NOT_SETTLED"]);
    expect(symbolNotional(state, "BTCUSDT").toNumber()).toBe(5000);
  });
});

describe("no interleaving ends above a limit", () => {
  const step = fc.record({
    kind: fc.constantFrom("request", "request", "request", "fill", "settle", "sync"),
    symbol: fc.constantFrom(...SYMBOLS),
    side: fc.constantFrom("BUY" as const, "SELL" as const),
    units: fc.integer({ min: 1, max: 60_000 }),
    pick: fc.nat(),
    share: fc.integer({ min: 1, max: 1_000 }),
  });

  it("entries of random size, filled and settled in any order and part, never add up to more than allowed", () => {
    const settings = {
      ...DEFAULT_SETTINGS,
      maxTotalNotionalRatio: 1.2,
      maxOpenPositions: 3,
      messageBudget: 10_000,
      messageBudgetPerCycle: 10_000,
    };
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
        const desk = new Desk(settings);
        for (const one of steps) {
          desk.take(one);
          expect(totalNotional(desk.state).lte(12_000)).toBe(true);
          for (const symbol of SYMBOLS) expect(symbolNotional(desk.state, symbol).lte(5_000)).toBe(true);
          expect(Object.values(desk.truth).filter((quantity) => quantity !== 0).length).toBeLessThanOrEqual(3);
          const worth = Object.values(desk.truth).reduce((sum, thousandths) => sum + Math.abs(thousandths) / 10, 0);
          expect(worth).toBeLessThanOrEqual(12_000);
        }
      }),
      { numRuns: 300 },
    );
  });
});

interface Step {
  kind: string;
  symbol: string;
  side: "BUY" | "SELL";
  units: number;
  pick: number;
  share: number;
}

/** A small exchange around the governor: keeps the true positions (in thousandths of a unit; every price is 100) and what is still open. */
class Desk {
  state: SafetyState;
  readonly truth: Record<string, number> = {};
  private readonly open: { order: Intent; left: number; done: number }[] = [];
  private readonly core: ReturnType<typeof createRiskSafetyCore>;

  constructor(settings: typeof DEFAULT_SETTINGS) {
    this.core = createRiskSafetyCore(settings);
    this.state = this.core.initial();
    for (const input of ready()) this.hand(input);
  }

  take({ kind, symbol, side, units, pick, share }: Step): void {
    const one = this.open[pick % Math.max(1, this.open.length)];
    if (kind === "request")
      this.request(intent({ symbol, side, quantity: String(units / 1_000), stopPrice: side === "BUY" ? "98" : "102" }), units);
    else if (kind === "sync")
      this.hand(
        account("10000", Object.fromEntries(Object.entries(this.truth).map(([name, quantity]) => [name, String(quantity / 1_000)]))),
      );
    else if (one && kind === "fill") this.fill(one, Math.max(1, Math.floor((one.left * share) / 1_000)));
    else if (one && kind === "settle") this.settle(one);
  }

  private request(order: Intent, units: number): void {
    const cleared = this.hand(requested(order)).some((effect) => effect.kind === "emit" && effect.type === "order.cleared");
    if (cleared) this.open.push({ order, left: units, done: 0 });
  }

  private fill(one: { order: Intent; left: number; done: number }, units: number): void {
    if (one.left === 0) return;
    one.left -= units;
    one.done += units;
    this.truth[one.order.symbol] = (this.truth[one.order.symbol] ?? 0) + (one.order.side === "BUY" ? units : -units);
    this.hand(filled(one.order, String(units / 1_000)));
  }

  private settle(one: { order: Intent; left: number; done: number }): void {
    this.open.splice(this.open.indexOf(one), 1);
    this.hand(settled(one.order, String(one.done / 1_000)));
  }

  private hand(input: Input) {
    const decision = this.core.decide(this.state, input);
    this.state = decision.state;
    return decision.effects;
  }
}
