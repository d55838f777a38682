import { describe, expect, it } from "@jest/globals";
import { event, given, woken } from "@quantum/test-kit";
import type { EventData, Input, Mode, RiskMode } from "@quantum/types";
import fc from "fast-check";
import { BAR_MS, backfilled, classified, closed, goodbye, hello, listed, position, regimes, T0, valued } from "../../test/scenario.ts";
import { createPalCore } from "./index.ts";

const desk = given(createPalCore()).after(listed("BTCUSDT"), backfilled(), hello("pil", "OBSERVE"), hello("portfolio_intelligence"));
const cycle = [closed(), valued(T0), classified(T0)];
const lastWake = woken("cycle wait", { cycle: T0, partsLeft: 0 });
const actions = (answers: EventData<"amplification.advised">[]) => answers.map(({ advice }) => advice.map(({ action }) => action));

describe("the amplifier's answer to a cycle", () => {
  it("is one, for every open trade, in any mode", () => {
    const [answer, ...more] = desk.when(...cycle).emitted("amplification.advised");
    expect(more).toEqual([]);
    expect(answer).toMatchObject({
      profile: "STANDARD",
      missing: [],
      advice: [{ tradeId: "t", action: "EXTEND_HOLD", holdUntilBars: 24 }],
    });
    expect(desk.when(closed(), valued(T0, []), classified(T0)).emitted("amplification.advised")).toEqual([
      { profile: "STANDARD", advice: [], missing: [] },
    ]);
  });

  it("does not depend on the order of its inputs, nor on what is delivered twice", () => {
    const expected = desk.when(...cycle).emitted("amplification.advised");
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), fc.array(fc.nat(2), { maxLength: 4 }), (order, again) => {
        const inputs = [...order, ...again].map((place) => cycle[place] as Input);
        expect(desk.when(...inputs).emitted("amplification.advised")).toEqual(expected);
      }),
    );
  });

  it("adds to a trade it saw from its first bar on, and no longer once half was added", () => {
    const young = desk.after(closed(), valued(T0, [position({ ageBars: 1 })]), classified(T0));
    const next = (quantity: string) => {
      const at = T0 + BAR_MS;
      const held = position({ quantity, ageBars: 2, initialRiskUsd: 60 });
      return actions(young.when(closed(at), valued(at, [held]), classified(at)).emitted("amplification.advised"));
    };
    expect([next("10"), next("12.5"), next("15")]).toEqual([[["ADD_SIZE"]], [["ADD_SIZE"]], [["EXTEND_HOLD"]]]);
  });

  it("adds to a trade it first sees late when the ledger tells its original size", () => {
    const late = (initialQuantity: string) => {
      const held = position({ quantity: "12.5", initialQuantity, ageBars: 30, initialRiskUsd: 60 });
      return actions(desk.when(closed(), valued(T0, [held]), classified(T0)).emitted("amplification.advised"));
    };
    expect([late("10"), late("8")]).toEqual([[["ADD_SIZE"]], [["EXTEND_HOLD"]]]);
  });

  it("forgets trades that ended, and a longer hold when the trade is no winner any more", () => {
    const before = desk.after(...cycle);
    const at = T0 + BAR_MS;
    const lost = before.when(closed(at), valued(at), classified(at, "NEUTRAL"));
    expect(lost.emitted("amplification.advised")).toMatchObject([{ advice: [{ action: "NO_ACTION", holdUntilBars: null }] }]);
    expect(lost.state.trades.t).toMatchObject({ holdUntilBars: null });
    expect(before.when(closed(at), valued(at, []), classified(at)).state.trades).toEqual({});
  });

  it("does nothing with trades when pil or the portfolio is missing at the end of the wait", () => {
    const silent = desk.when(closed(), valued(T0), lastWake).emitted("amplification.advised");
    expect(silent).toMatchObject([{ missing: ["positions.classified"], advice: [{ action: "NO_ACTION" }] }]);
    expect(desk.when(closed(), classified(T0), lastWake).emitted("amplification.advised")).toMatchObject([
      { missing: ["portfolio.valued"], advice: [] },
    ]);
  });

  it("does not wait for a pil that is not there, and stops waiting when it leaves", () => {
    const without = given(createPalCore()).after(listed("BTCUSDT"), backfilled());
    expect(actions(without.when(closed(), valued(T0)).emitted("amplification.advised"))).toEqual([["NO_ACTION"]]);
    expect(desk.when(closed(), valued(T0)).emitted("amplification.advised")).toEqual([]);
    expect(actions(desk.when(closed(), valued(T0), goodbye("pil")).emitted("amplification.advised"))).toEqual([["NO_ACTION"]]);
  });

  it("asks msc_ai while it is ENFORCED, and takes its silence for no trend; while it observes it changes nothing", () => {
    const enforced = desk.after(hello("msc_ai"));
    expect(enforced.when(...cycle).emitted("amplification.advised")).toEqual([]);
    expect(actions(enforced.when(...cycle, regimes(T0)).emitted("amplification.advised"))).toEqual([["EXTEND_HOLD"]]);
    expect(actions(enforced.when(...cycle, regimes(T0, "CHOPPY")).emitted("amplification.advised"))).toEqual([["NO_ACTION"]]);
    expect(enforced.when(...cycle, lastWake).emitted("amplification.advised")).toMatchObject([
      { missing: ["regime.classified"], advice: [{ action: "NO_ACTION" }] },
    ]);
    expect(actions(enforced.when(...cycle, goodbye("msc_ai")).emitted("amplification.advised"))).toEqual([["EXTEND_HOLD"]]);
    const observing = desk.after(hello("msc_ai", "OBSERVE"));
    expect(actions(observing.when(regimes(T0, "CHOPPY"), ...cycle).emitted("amplification.advised"))).toEqual([["EXTEND_HOLD"]]);
  });

  it("does nothing in a symbol without a bar, after a hole in its bars, or in doubt", () => {
    const dark = desk.when(closed(T0, []), valued(T0), classified(T0)).emitted("amplification.advised");
    expect(actions(dark)).toEqual([["NO_ACTION"]]);
    const at = T0 + 2 * BAR_MS;
    expect(
      actions(
        desk
          .after(...cycle)
          .when(closed(at), valued(at), classified(at))
          .emitted("amplification.advised"),
      ),
    ).toEqual([["NO_ACTION"]]);
    const difference = (symbol: string | null) => ({ symbol, kind: "quantity", ours: "1", theirs: "2", reason: "differs" });
    for (const [symbol, action] of [
      ["BTCUSDT", "NO_ACTION"],
      [null, "NO_ACTION"],
      ["ETHUSDT", "EXTEND_HOLD"],
    ] as const) {
      const doubted = valued(T0, [position()], { differences: [difference(symbol)] });
      expect(actions(desk.when(closed(), doubted, classified(T0)).emitted("amplification.advised"))).toEqual([[action]]);
    }
  });

  it("is given to an overdue cycle before the next one opens, and waits in parts", () => {
    const effects = desk.when(closed(), closed(T0 + BAR_MS)).effects;
    expect(effects.map(({ kind }) => kind)).toEqual(["wake", "emit", "wake"]);
    expect(effects[1]).toMatchObject({ cycle: T0 });
    expect(desk.when(closed(), woken("cycle wait", { cycle: T0, partsLeft: 3 })).effects.at(-1)).toMatchObject({
      kind: "wake",
      data: { partsLeft: 2 },
    });
    expect(desk.when(closed(), woken("cycle wait", { cycle: T0 + 1, partsLeft: 0 })).emitted("amplification.advised")).toEqual([]);
  });
});

describe("the profile", () => {
  it("is the aggressive one in mode HEDGEFUND only, first or changed to", () => {
    const profile = (mode: Mode) =>
      desk
        .after(hello("pal", mode))
        .when(...cycle)
        .emitted("amplification.advised")[0]?.profile;
    expect([profile("OBSERVE"), profile("ENFORCED"), profile("HEDGEFUND")]).toEqual(["STANDARD", "STANDARD", "HEDGEFUND"]);
    const changed = event("mode.changed", { service: "pal", from: "HEDGEFUND", to: "ENFORCED", by: "anna", reason: "test" });
    expect(
      desk
        .after(hello("pal", "HEDGEFUND"), changed)
        .when(...cycle)
        .emitted("amplification.advised")[0]?.profile,
    ).toBe("STANDARD");
    const first = given(createPalCore({ firstMode: "HEDGEFUND", waitMs: 1 })).when(closed(), valued(T0));
    expect(first.emitted("amplification.advised")[0]?.profile).toBe("HEDGEFUND");
  });
});

describe("directives", () => {
  const directive = (riskMode: RiskMode | null, part: Partial<EventData<"directive.issued">> = {}, mode: Mode = "ENFORCED") => {
    const data = {
      directiveId: `d-${riskMode}`,
      targets: [],
      riskMode,
      constraints: {},
      expiresAt: T0 + BAR_MS,
      by: "ai_hfos",
      reason: "test",
      ...part,
    };
    return event("directive.issued", data, { mode, at: T0 - BAR_MS, source: "ai_hfos" });
  };
  const after = (...inputs: Input[]) =>
    actions(
      desk
        .after(...inputs)
        .when(...cycle)
        .emitted("amplification.advised"),
    )[0]?.[0];
  const obeyed = (input: Input) =>
    desk
      .when(input)
      .emitted("directive.acknowledged")
      .map((answer) => answer.obeyed);

  it("SAFE turns amplification off in the next cycle, until it expires", () => {
    expect([after(directive("SAFE")), after(directive("NORMAL")), after()]).toEqual(["NO_ACTION", "EXTEND_HOLD", "EXTEND_HOLD"]);
    const at = T0 + BAR_MS;
    const expired = desk.after(directive("SAFE"), ...cycle).when(closed(at), valued(at), classified(at));
    expect(actions(expired.emitted("amplification.advised"))).toEqual([["EXTEND_HOLD"]]);
    expect(expired.state.directives.held).toEqual([]);
  });

  it("the most careful of several holds, whatever their order", () => {
    expect(after(directive("SAFE"), directive("AGGRESSIVE"))).toBe("NO_ACTION");
    expect(after(directive("AGGRESSIVE"), directive("SAFE"))).toBe("NO_ACTION");
  });

  it("is acknowledged once; expired, not binding and other services' ones change nothing", () => {
    expect(desk.when(directive("SAFE"), directive("SAFE")).emitted("directive.acknowledged")).toHaveLength(1);
    expect([obeyed(directive("SAFE")), obeyed(directive(null)), obeyed(directive("SAFE", { targets: ["pal"] }))]).toEqual([
      [true],
      [false],
      [true],
    ]);
    const refused = [directive("SAFE", { expiresAt: T0 - BAR_MS }), directive("SAFE", {}, "OBSERVE")];
    expect(refused.map(obeyed)).toEqual([[false], [false]]);
    expect(obeyed(directive("SAFE", { targets: ["pba"] }))).toEqual([]);
    expect(refused.map((input) => after(input))).toEqual(["EXTEND_HOLD", "EXTEND_HOLD"]);
  });
});
