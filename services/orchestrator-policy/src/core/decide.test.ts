import { describe, expect, it } from "@jest/globals";
import { event, given, woken } from "@quantum/test-kit";
import { type EventData, type Input, policySet } from "@quantum/types";
import fc from "fast-check";
import { bars, deadline, directive, FLEET, goodbye, hello, portfolio, regime, STEP_MS, T0 } from "../../test/scenario.ts";
import { createOrchestratorPolicyCore } from "./index.ts";

type Policy = EventData<"policy.set">;
const core = createOrchestratorPolicyCore();
const fleet = given(core).after(...FLEET);
const T1 = T0 + STEP_MS;
const policies = (...inputs: Input[]): readonly Policy[] => fleet.when(...inputs).emitted("policy.set");
const only = (...inputs: Input[]): Policy => {
  const all = policies(...inputs);
  expect(all).toHaveLength(1);
  return all[0]!;
};

describe("a cycle", () => {
  it("is answered once both answers are there, in its cycle, with the row and why", () => {
    const outcome = fleet.when(bars(T0), regime(T0), portfolio(T0));
    const [answer] = outcome.emitted("policy.set");
    expect(() => policySet.data.parse(answer)).not.toThrow();
    expect(answer).toMatchObject({
      rowId: "CALM",
      allowTrades: true,
      minConfidence: 0.55,
      maxPositions: 10,
      stale: [],
      inputs: { regime: "BULL_WEAK", volatility: "NORMAL", drawdown: "NONE", riskMode: "NORMAL" },
    });
    expect(outcome.effects.at(-1)).toMatchObject({ cycle: T0 });
  });

  it("waits with one wake-up and says nothing before", () => {
    const outcome = fleet.when(bars(T0), portfolio(T0));
    expect(outcome.effects).toEqual([{ kind: "wake", name: "policy.deadline", afterMs: 2_000, data: { cycle: T0 } }]);
  });

  it("asks for no wake-up when everything was there before its bar", () => {
    expect(fleet.when(regime(T0), portfolio(T0), bars(T0)).effects.map(({ kind }) => kind)).toEqual(["emit"]);
  });

  it("is answered the same whatever the order, the duplicates and the deadline after it", () => {
    const inputs = [bars(T0), regime(T0, "CHOPPY"), portfolio(T0, 0.02), directive("d1", "CAUTIOUS")];
    const wanted = only(directive("d1", "CAUTIOUS"), ...inputs);
    const closing = [bars(T0), deadline(T0), regime(T0, "BULL_STRONG"), portfolio(T0, 0)];
    fc.assert(
      fc.property(
        fc.shuffledSubarray(inputs.slice(1), { minLength: 3 }),
        fc.array(fc.constantFrom(...inputs), { maxLength: 4 }),
        (first, again) => {
          expect(policies(...first, ...again, bars(T0), ...closing)).toEqual([wanted]);
          expect(policies(...again.filter(({ type }) => type !== "bars.closed"), ...first, bars(T0), ...closing)).toEqual([wanted]);
        },
      ),
    );
    for (const order of permutations([bars(T0), regime(T0, "CHOPPY"), portfolio(T0, 0.02)]))
      expect(policies(directive("d1", "CAUTIOUS"), ...order)).toEqual([wanted]);
  });

  it("that is overtaken by the next still gets its own answer", () => {
    const outcome = fleet.when(bars(T0), bars(T1), regime(T1), portfolio(T1));
    const cycles = outcome.effects.flatMap((effect) => (effect.kind === "emit" ? [effect.cycle] : []));
    expect(cycles).toEqual([T0, T1]);
    expect(outcome.emitted("policy.set")[0]?.stale).toEqual(["regime.classified", "portfolio.valued"]);
  });

  it("is not opened by bars that open none, nor twice", () => {
    expect(fleet.when(regime(T0), portfolio(T0), bars(T0, false)).effects).toEqual([]);
    expect(policies(regime(T0), portfolio(T0), bars(T0), bars(T0), bars(T0 - STEP_MS))).toHaveLength(1);
  });

  it("does not use what is said of a later one", () => {
    expect(only(regime(T1, "BULL_STRONG"), portfolio(T1), bars(T0), deadline(T0)).stale).toEqual(["regime.classified", "portfolio.valued"]);
  });
});

describe("who is waited for", () => {
  it("not msc_ai when it is not there, said goodbye or is OFF: then the market is not known, and the answer is the conservative one", () => {
    const without = given(core).after(hello("portfolio_intelligence"));
    for (const scene of [without, without.after(hello("msc_ai"), goodbye("msc_ai")), without.after(hello("msc_ai", "OFF"))]) {
      const [answer] = scene.when(bars(T0), portfolio(T0)).emitted("policy.set");
      expect(answer).toMatchObject({ rowId: "REGIME-UNKNOWN", minConfidence: 0.7, sizeFactor: 0.25, stale: ["regime.classified"] });
    }
  });

  it("a goodbye while waiting ends the wait at once", () => {
    expect(only(bars(T0), portfolio(T0), goodbye("msc_ai")).stale).toEqual(["regime.classified"]);
    expect(only(bars(T0), regime(T0), goodbye("portfolio_intelligence"))).toMatchObject({ rowId: "HALT-DRAWDOWN", allowTrades: false });
  });

  it("portfolio_intelligence belongs to the core and is waited for even when its hello was not heard", () => {
    expect(given(core).when(bars(T0), regime(T0)).emitted("policy.set")).toEqual([]);
  });

  it("silence ends at the deadline of this very cycle, and without equity nothing is allowed", () => {
    expect(policies(bars(T0), regime(T0), deadline(T0 - STEP_MS), woken("other", { cycle: T0 }), woken("policy.deadline"))).toEqual([]);
    expect(only(bars(T0), regime(T0), deadline(T0))).toMatchObject({ rowId: "HALT-DRAWDOWN", stale: ["portfolio.valued"] });
  });
});

describe("OP-04: the age of inputs", () => {
  const later = (count: number) => T0 + count * STEP_MS;
  const aged = (count: number) => only(regime(T0), portfolio(later(count)), bars(later(count)), deadline(later(count)));

  it("exactly two bars old still counts, three bars old is stale", () => {
    expect(aged(2)).toMatchObject({ rowId: "CALM", stale: [] });
    expect(aged(3)).toMatchObject({ rowId: "REGIME-UNKNOWN", stale: ["regime.classified"] });
  });

  it("so for the drawdown", () => {
    const old = (count: number) => only(portfolio(T0), regime(later(count)), bars(later(count)), deadline(later(count)));
    expect(old(2)).toMatchObject({ rowId: "CALM", stale: [] });
    expect(old(3)).toMatchObject({ rowId: "HALT-DRAWDOWN", stale: ["portfolio.valued"] });
  });
});

describe("OP-05: the risk mode", () => {
  const modeOf = (...before: Input[]) => only(...before, bars(T0), regime(T0), portfolio(T0)).inputs.riskMode;

  it("is NORMAL without any directive, and the most careful one otherwise, whichever came last", () => {
    expect(modeOf()).toBe("NORMAL");
    expect(modeOf(directive("a", "SAFE", { at: T0 - 9 }), directive("b", "CAUTIOUS", { at: T0 - 5 }))).toBe("SAFE");
    expect(modeOf(directive("b", "CAUTIOUS", { at: T0 - 5 }), directive("a", "SAFE", { at: T0 - 9 }))).toBe("SAFE");
  });

  it("of two at the same time is the more restrictive one, whichever came first", () => {
    const [a, b] = [directive("a", "DEFENSIVE"), directive("b", "AGGRESSIVE")];
    expect([modeOf(a, b), modeOf(b, a)]).toEqual(["DEFENSIVE", "DEFENSIVE"]);
  });

  it("ends when the directive expires: not one millisecond before the close, but at it", () => {
    expect(modeOf(directive("a", "SAFE", { expiresAt: T0 + 1 }))).toBe("SAFE");
    expect(modeOf(directive("a", "SAFE", { expiresAt: T0 }))).toBe("NORMAL");
  });

  it("falls back to an earlier directive that still holds", () => {
    expect(modeOf(directive("a", "SAFE", { at: T0 - 9 }), directive("b", "CAUTIOUS", { at: T0 - 5, expiresAt: T0 }))).toBe("SAFE");
  });

  it("is only heard when it is meant for this service and names a risk mode", () => {
    expect(modeOf(directive("a", "SAFE", { targets: ["pba"] }))).toBe("NORMAL");
    expect(modeOf(directive("a", "SAFE", { targets: ["pba", "orchestrator_policy"] }))).toBe("SAFE");
    expect(modeOf(directive("a", null))).toBe("NORMAL");
  });

  it("SAFE asks for a confidence of 0.70", () => {
    expect(only(directive("a", "SAFE"), bars(T0), regime(T0), portfolio(T0))).toMatchObject({ rowId: "SAFE", minConfidence: 0.7 });
  });

  it("every directive meant for it is acknowledged once, with whether it is obeyed", () => {
    const outcome = fleet.when(
      directive("a", "SAFE"),
      directive("a", "SAFE"),
      directive("b", null),
      directive("c", "SAFE", { expiresAt: T0 - 1 }),
      directive("d", "SAFE", { mode: "OBSERVE" }),
      directive("e", "SAFE", { targets: ["pba"] }),
    );
    const acknowledged = outcome.emitted("directive.acknowledged").map(({ directiveId, obeyed }) => [directiveId, obeyed]);
    expect(acknowledged).toEqual([
      ["a", true],
      ["b", false],
      ["c", false],
      ["d", false],
    ]);
  });
});

describe("OP-06: whose word counts", () => {
  const scene = (own: "ENFORCED" | "OBSERVE") =>
    given(core).after(hello("msc_ai", "OBSERVE"), hello("portfolio_intelligence"), hello("orchestrator_policy", own));

  it("an observing msc_ai changes nothing of an enforced policy, which does not wait for it either", () => {
    const said = scene("ENFORCED").when(regime(T0, "BULL_STRONG", { mode: "OBSERVE" }), bars(T0), portfolio(T0));
    const alone = given(core).after(hello("portfolio_intelligence"), hello("orchestrator_policy")).when(bars(T0), portfolio(T0));
    expect(said.emitted("policy.set")).toEqual(alone.emitted("policy.set"));
    expect(scene("ENFORCED").when(bars(T0), portfolio(T0)).emitted("policy.set")).toHaveLength(1);
  });

  it("an observing policy listens to it, so that its record is worth reading", () => {
    expect(scene("OBSERVE").when(bars(T0), portfolio(T0)).emitted("policy.set")).toEqual([]);
    const [answer] = scene("OBSERVE")
      .when(bars(T0), portfolio(T0), regime(T0, "CHOPPY", { mode: "OBSERVE" }))
      .emitted("policy.set");
    expect(answer?.rowId).toBe("ROUGH");
  });

  it("a directive that does not bind is obeyed by nobody", () => {
    const inputs = [directive("a", "SAFE", { mode: "OBSERVE" }), regime(T0), portfolio(T0), bars(T0)];
    expect(only(...inputs).inputs.riskMode).toBe("NORMAL");
    expect(
      scene("OBSERVE")
        .when(...inputs)
        .emitted("policy.set")[0]?.inputs.riskMode,
    ).toBe("NORMAL");
  });

  it("a change of its own mode is followed", () => {
    const change = event("mode.changed", { service: "orchestrator_policy", from: "OBSERVE", to: "ENFORCED", by: "anna", reason: "test" });
    const outcome = scene("OBSERVE").when(change, regime(T0, "CHOPPY", { mode: "OBSERVE" }), bars(T0), portfolio(T0));
    expect(outcome.emitted("policy.set")[0]?.rowId).toBe("REGIME-UNKNOWN");
  });
});

function permutations<T>(list: readonly T[]): T[][] {
  return list.length < 2 ? [[...list]] : list.flatMap((one, i) => permutations(list.toSpliced(i, 1)).map((rest) => [one, ...rest]));
}
