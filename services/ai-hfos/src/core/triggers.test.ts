import { describe, expect, it } from "@jest/globals";
import { given } from "@quantum/test-kit";
import type { EventData, Input, RiskMode } from "@quantum/types";
import { bars, cycle, FLEET, goodbye, hello, history, portfolio, type Said, STEP_MS, SYMBOLS, T0, words } from "../../test/scenario.ts";
import { createAiHfosCore, RESTRAINTS } from "./index.ts";
import type { MarketFigures } from "./market.ts";
import { marketCrash } from "./market-crash.ts";
import type { Picture } from "./picture.ts";

type Coordinated = EventData<"fleet.coordinated">;
const desk = given(createAiHfosCore()).after(...FLEET, ...history());
const only = (...inputs: Input[]): Coordinated => {
  const all = desk.when(...inputs).emitted("fleet.coordinated");
  expect(all).toHaveLength(1);
  return all[0] as Coordinated;
};
const after = (said: Said, price?: number): [RiskMode, string[]] => {
  const { restraint, verdicts } = only(...cycle(T0, said, price));
  return [restraint.riskMode, verdicts.map(({ rule }) => rule)];
};

describe("normal conditions", () => {
  it("are left alone: nothing is restrained and nothing ordered", () => {
    const outcome = desk.when(...cycle(T0));
    expect(outcome.emitted("fleet.coordinated")).toEqual([
      {
        restraint: RESTRAINTS.NORMAL,
        ...{ since: 0, verdicts: [], conflicts: [], overrides: [], directives: [], unacknowledged: [], missing: [] },
      },
    ]);
    expect(outcome.effects.map((effect) => (effect.kind === "emit" ? effect.type : effect.kind))).toEqual(["wake", "fleet.coordinated"]);
  });
});

describe("HF-01: high volatility", () => {
  it("asks for CAUTIOUS above two and a half times the usual, and not below", () => {
    expect(after({}, 101.5)).toEqual(["NORMAL", []]);
    expect(after({}, 102.3)).toEqual(["CAUTIOUS", ["HF-01"]]);
  });

  it("asks for it when msc_ai calls the market VOLATILE, and when nobody can measure it", () => {
    expect(after({ regime: { state: "VOLATILE", riskMode: "DEFENSIVE" } })).toEqual(["CAUTIOUS", ["HF-01"]]);
    const blind = given(createAiHfosCore())
      .after(...FLEET)
      .when(...cycle(T0));
    expect(blind.emitted("fleet.coordinated")[0]?.verdicts).toMatchObject([{ rule: "HF-01", observed: null }]);
  });
});

describe("HF-02, HF-03: drawdown", () => {
  it("above 3 % asks for DEFENSIVE, above 5 % for SAFE; exactly that does not", () => {
    expect(after({ drawdownRatio: 0.03 })).toEqual(["NORMAL", []]);
    expect(after({ drawdownRatio: 0.0301 })).toEqual(["DEFENSIVE", ["HF-02"]]);
    expect(after({ drawdownRatio: 0.05 })).toEqual(["DEFENSIVE", ["HF-02"]]);
    expect(after({ drawdownRatio: 0.0501 })).toEqual(["SAFE", ["HF-02", "HF-03"]]);
  });
});

describe("HF-04: a crash", () => {
  const figures = { at: T0, moveRatio: -0.04, deviations: -5, fallingRatio: 0.9, volatilityRatio: 1 };
  const crashes = (part: Partial<MarketFigures>, state: "BULL_WEAK" | "VOLATILE" = "BULL_WEAK") => {
    const picture = { market: { ...figures, ...part }, words: { "regime.classified": { state } } } as unknown as Picture;
    return !marketCrash(picture).verdict.passed;
  };

  it("needs the fall, its size against the usual hour, and the breadth", () => {
    expect(crashes({})).toBe(true);
    expect([crashes({ moveRatio: -0.0399 }), crashes({ deviations: -4.9 }), crashes({ fallingRatio: 0.89 })]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it("needs less with msc_ai as a witness", () => {
    expect([crashes({ moveRatio: -0.03, deviations: -4 }), crashes({ moveRatio: -0.03, deviations: -4 }, "VOLATILE")]).toEqual([
      false,
      true,
    ]);
  });

  it("asks for SAFE with the whole cascade; a rise of the same size does not", () => {
    const crash = only(...cycle(T0, {}, 95));
    expect(crash.restraint).toEqual(RESTRAINTS.SAFE);
    expect(crash.verdicts.map(({ rule }) => rule)).toEqual(["HF-01", "HF-04"]);
    expect(after({}, 105)).toEqual(["CAUTIOUS", ["HF-01"]]);
  });
});

describe("HF-05: answers that are missing", () => {
  it("ask for CAUTIOUS; the portfolio's or the emergency stop's for DEFENSIVE and no entries", () => {
    const late = (said: Said) => only(...cycle(T0, said), bars(T0 + STEP_MS));
    expect(late({ top: null })).toMatchObject({ restraint: RESTRAINTS.CAUTIOUS, missing: ["opportunities.ranked"] });
    expect(late({ drawdownRatio: null })).toMatchObject({ restraint: { ...RESTRAINTS.DEFENSIVE, allowEntries: false } });
    expect(late({ level: null })).toMatchObject({ restraint: { ...RESTRAINTS.DEFENSIVE, allowEntries: false } });
  });

  it("a desk without equity is one whose drawdown nobody knows", () => {
    const said = only(bars(T0), ...words(T0, { drawdownRatio: null }), portfolio(T0, 0, "0"));
    expect(said.restraint).toEqual({ ...RESTRAINTS.DEFENSIVE, allowEntries: false });
  });

  it("are not missed of who said goodbye", () => {
    expect(only(goodbye("opportunity_ranker"), ...cycle(T0, { top: null }))).toMatchObject({ missing: [], restraint: RESTRAINTS.NORMAL });
  });
});

describe("HF-06: silent services", () => {
  it("three at once ask for SAFE and no entries, two do not", () => {
    const late = (said: Said) => only(...cycle(T0, said), bars(T0 + STEP_MS)).restraint;
    expect(late({ top: null, sized: null }).riskMode).toBe("CAUTIOUS");
    expect(late({ top: null, sized: null, added: null })).toEqual({ ...RESTRAINTS.SAFE, allowEntries: false });
  });

  it("one that is silent for three cycles does, for two it does not, and an answer in between starts anew", () => {
    const modes = (...silent: boolean[]) => {
      const inputs = silent.flatMap((top, i) => cycle(T0 + i * STEP_MS, top ? { top: null } : {}));
      const all = desk.when(...inputs, bars(T0 + silent.length * STEP_MS)).emitted("fleet.coordinated");
      return all.map(({ restraint }) => restraint.riskMode).slice(0, silent.length);
    };
    expect(modes(true, true, true)).toEqual(["CAUTIOUS", "CAUTIOUS", "SAFE"]);
    expect(modes(true, true, false, true)).toEqual(["CAUTIOUS", "CAUTIOUS", "CAUTIOUS", "CAUTIOUS"]);
  });
});

describe("HF-07: the emergency stop", () => {
  it("from PAUSE on asks for SAFE and no entries", () => {
    expect(after({ level: "NORMAL" })).toEqual(["NORMAL", []]);
    for (const level of ["PAUSE", "REDUCE_ONLY", "HALT"] as const)
      expect(only(...cycle(T0, { level, allowTrades: false })).restraint).toEqual({ ...RESTRAINTS.SAFE, allowEntries: false });
  });
});

describe("whose word counts", () => {
  it("what is said in OBSERVE changes nothing of an enforced coordinator, which does not wait for it either", () => {
    const fleet = given(createAiHfosCore()).after(...FLEET, hello("msc_ai", "OBSERVE"), ...history());
    const observing = words(T0, { regime: { state: "VOLATILE", riskMode: "DEFENSIVE" }, mode: "OBSERVE" })[1] as Input;
    const said = fleet.when(bars(T0), observing, ...words(T0, { regime: null })).emitted("fleet.coordinated");
    expect(said).toMatchObject([{ restraint: RESTRAINTS.NORMAL, missing: [] }]);
  });

  it("an observing coordinator hears them all", () => {
    const fleet = given(createAiHfosCore()).after(...FLEET, hello("ai_hfos", "OBSERVE"), hello("msc_ai", "OBSERVE"), ...history());
    const said = fleet.when(...cycle(T0, { regime: { state: "VOLATILE", riskMode: "DEFENSIVE" }, mode: "OBSERVE" }));
    expect(said.emitted("fleet.coordinated")).toMatchObject([{ restraint: { riskMode: "CAUTIOUS" } }]);
  });
});

it("a market of another bar length is measured anew", () => {
  const other = bars(T0);
  const hour = { ...other, data: { ...other.data, interval: "1h" as const } };
  expect(desk.when(hour, ...words(T0)).emitted("fleet.coordinated")[0]?.verdicts).toMatchObject([{ rule: "HF-01", observed: null }]);
  expect(SYMBOLS.length).toBe(10);
});
