import { describe, expect, it } from "@jest/globals";
import { event, given, woken } from "@quantum/test-kit";
import type { Effect, Input } from "@quantum/types";
import fc from "fast-check";
import { BAR_MS, closed, DAY, goodbye, HORIZON, hello, listed, quotes, regimes, signal, signals } from "../../test/scenario.ts";
import { createOpportunityRankerCore, LIMITS } from "./index.ts";

const SYMBOLS = ["ADAUSDT", "BTCUSDT", "XRPUSDT"];
const PRICES = { ADAUSDT: 100, BTCUSDT: 100, XRPUSDT: 100 };
const ready = given(createOpportunityRankerCore()).after(listed(SYMBOLS), quotes(DAY, SYMBOLS));
const FIRM = signals(DAY, [signal("ADAUSDT"), signal("BTCUSDT", { probabilityUp: 0.9 }), signal("XRPUSDT", { probabilityUp: 0.52 })]);
const CLOSE = closed(DAY, PRICES);
const wakeOf = (effects: readonly Effect[]) => effects.flatMap((effect) => (effect.kind === "wake" ? [effect] : []));

describe("the ranking", () => {
  it("holds every symbol on both sides, best first, with costs and components, and carries the cycle", () => {
    const outcome = ready.when(CLOSE, FIRM);
    const [said] = outcome.emitted("opportunities.ranked");
    expect(said?.opportunities.map(({ rank, symbol, direction }) => `${rank} ${symbol} ${direction}`)).toEqual([
      "1 BTCUSDT LONG",
      "2 ADAUSDT LONG",
      "3 XRPUSDT LONG",
      "4 XRPUSDT SHORT",
      "5 ADAUSDT SHORT",
      "6 BTCUSDT SHORT",
    ]);
    expect(said?.opportunities[0]?.costs).toEqual({ feesBps: 10, spreadBps: 2, fundingBps: 0 });
    expect(Object.keys(said?.opportunities[0]?.components ?? {})).toEqual(
      expect.arrayContaining(["trend", "volatility", "liquidity", "agreement", "quality", "winProbability", "riskBps"]),
    );
    expect(outcome.effects.find(({ kind }) => kind === "emit")).toMatchObject({ cycle: DAY });
    expect(said?.rankCorrelation).toBeNull();
  });

  it("OR-08: only what is worth more than it costs may be traded, and at most the limit", () => {
    const [said] = ready.when(CLOSE, FIRM).emitted("opportunities.ranked");
    expect(said?.opportunities.map(({ expectedValueBps }) => expectedValueBps > 0)).toEqual([true, true, false, false, false, false]);
    expect(said?.limit).toBe(2);
    const narrow = given(createOpportunityRankerCore({ ...LIMITS, limit: 1 })).after(listed(SYMBOLS), quotes(DAY, SYMBOLS));
    expect(narrow.when(CLOSE, FIRM).emitted("opportunities.ranked")[0]?.limit).toBe(1);
  });

  it("OR-01: a missing quote, fee or range never counts as free: the symbol is named with the reason", () => {
    const blind = given(createOpportunityRankerCore()).after(listed(["BTCUSDT", "XRPUSDT"]), quotes(DAY, ["ADAUSDT", "XRPUSDT"]));
    const said = [signal("ADAUSDT"), signal("BTCUSDT"), signal("XRPUSDT", { atrRatio: null }), signal("GONEUSDT")];
    const [ranked] = blind.when(closed(DAY, { ...PRICES, NEWUSDT: 1 }), signals(DAY, said)).emitted("opportunities.ranked");
    expect(ranked?.opportunities).toEqual([]);
    expect(ranked?.limit).toBe(0);
    expect(ranked?.skipped.map(({ symbol, reason }) => `${symbol} ${reason}`)).toEqual([
      "ADAUSDT OR-01: the contract is not listed, so its fees are not known",
      "BTCUSDT OR-01: no quote, so spread and funding are not known",
      "GONEUSDT no bar in this cycle",
      "NEWUSDT no signal in this cycle",
      "XRPUSDT OR-02: no average true range to put stop and target by",
    ]);
  });

  it("OR-01: a quote from the bar before may be used, one a millisecond older not", () => {
    const with_ = (at: number) => given(createOpportunityRankerCore()).after(listed(SYMBOLS), quotes(at, SYMBOLS)).when(CLOSE, FIRM);
    expect(with_(DAY - BAR_MS).emitted("opportunities.ranked")[0]?.skipped).toEqual([]);
    expect(
      with_(DAY - BAR_MS - 1)
        .emitted("opportunities.ranked")[0]
        ?.skipped.map(({ reason }) => reason),
    ).toEqual(Array(3).fill("OR-01: the newest quote is too old"));
  });

  it("takes the quotes as they stood at the close, whatever comes until the signals do", () => {
    const [said] = ready.when(CLOSE, quotes(DAY + 1_000, SYMBOLS, { ask: 105 }), FIRM).emitted("opportunities.ranked");
    expect(said?.opportunities[0]?.costs.spreadBps).toBe(2);
  });

  it("skips whom the ensemble abstained on, and a coin is worth less than it costs", () => {
    const said = [signal("ADAUSDT", { probabilityUp: null, side: "NONE" }), signal("BTCUSDT", { probabilityUp: 0.5, side: "NONE" })];
    const [ranked] = ready.when(CLOSE, signals(DAY, said)).emitted("opportunities.ranked");
    expect(ranked?.skipped[0]).toEqual({ symbol: "ADAUSDT", reason: "no probability: the ensemble abstained" });
    expect(ranked?.opportunities.map(({ expectedValueBps }) => expectedValueBps)).toEqual([-12, -12]);
  });
});

describe("waiting for a cycle's answers", () => {
  const bull = regimes(DAY, SYMBOLS, "BULL_STRONG");

  it("answers with the signals when no classifier binds, and what an observing one says changes nothing", () => {
    const alone = ready.when(CLOSE, FIRM).emitted("opportunities.ranked");
    const observed = ready.after(hello("msc_ai", "OBSERVE")).when(CLOSE, regimes(DAY, SYMBOLS, "BEAR_STRONG", "OBSERVE"), FIRM);
    expect(observed.emitted("opportunities.ranked")).toEqual(alone);
  });

  it("waits for both while the classifier binds, in any order and with repetitions, and answers once", () => {
    const binding = ready.after(hello("msc_ai", "ENFORCED"));
    const expected = JSON.stringify(binding.when(CLOSE, FIRM, bull).emitted("opportunities.ranked"));
    expect(JSON.parse(expected)).toHaveLength(1);
    const pool: Input[] = [CLOSE, FIRM, bull, FIRM, bull, CLOSE];
    fc.assert(
      fc.property(fc.shuffledSubarray(pool, { minLength: 6 }), (order) => {
        expect(JSON.stringify(binding.when(...order).emitted("opportunities.ranked"))).toBe(expected);
      }),
      { seed: 5, numRuns: 200 },
    );
    expect(binding.when(CLOSE, FIRM).emitted("opportunities.ranked")).toEqual([]);
  });

  it("ends the wait at once when the classifier leaves or only observes", () => {
    const binding = ready.after(hello("msc_ai", "ENFORCED"), CLOSE, FIRM);
    expect(binding.when(goodbye("msc_ai")).emitted("opportunities.ranked")).toHaveLength(1);
    const changed = event("mode.changed", { service: "msc_ai", from: "ENFORCED", to: "OBSERVE", by: "anna", reason: "test" });
    expect(binding.when(changed).emitted("opportunities.ranked")).toHaveLength(1);
  });

  it("answers without signals at once when ai_engine left, and then nothing may be traded", () => {
    const [said] = ready.after(hello("ai_engine", "ENFORCED"), CLOSE).when(goodbye("ai_engine")).emitted("opportunities.ranked");
    expect(said).toMatchObject({ opportunities: [], limit: 0 });
    expect(said?.skipped.map(({ reason }) => reason)).toEqual(Array(3).fill("no signals: ai_engine did not answer"));
  });

  it("gives up after the last part of the wait; a silent classifier that binds counts as the worst state", () => {
    const binding = ready.after(hello("msc_ai", "ENFORCED"));
    const [asked] = wakeOf(binding.when(CLOSE).effects);
    expect(asked).toMatchObject({ name: "ranking.wait", afterMs: LIMITS.waitMs / LIMITS.waitParts, data: { cycle: DAY } });
    const waiting = binding.after(CLOSE, FIRM);
    const parts = [3, 2, 1, 0].map((partsLeft) => woken("ranking.wait", { cycle: DAY, partsLeft }));
    expect(waiting.when(...parts.slice(0, 3)).emitted("opportunities.ranked")).toEqual([]);
    const [silent] = waiting.when(...parts).emitted("opportunities.ranked");
    const [unknown] = binding.when(CLOSE, FIRM, regimes(DAY, SYMBOLS, "UNKNOWN")).emitted("opportunities.ranked");
    expect(silent).toEqual(unknown);
    expect(silent?.opportunities[0]?.components.regime).toBe(0);
    expect(waiting.when(...parts, bull, ...parts).emitted("opportunities.ranked")).toHaveLength(1);
  });

  it("answers an open cycle before the next one opens, so that every cycle has its answer", () => {
    const next = closed(DAY + BAR_MS, PRICES);
    const outcome = ready.when(CLOSE, next, FIRM, signals(DAY + BAR_MS, [signal("BTCUSDT")]));
    const cycles = outcome.effects.flatMap((effect) => (effect.kind === "emit" ? [effect.cycle] : []));
    expect(cycles).toEqual([DAY, DAY + BAR_MS]);
    expect(outcome.emitted("opportunities.ranked").map(({ opportunities }) => opportunities.length)).toEqual([0, 2]);
  });

  it("is asked for nothing by bars that open no cycle", () => {
    const watch = event("bars.closed", { interval: "1m", closeAt: DAY + 60_000, bars: [], missing: [], opensCycle: false });
    expect(ready.when(watch).effects).toEqual([]);
  });
});

describe("OR-10: outcomes", () => {
  it("are the return after exactly the horizon, after costs, per unit of risk; other closes do not stand in", () => {
    const symbols = ["AUSDT", "BUSDT", "CUSDT", "DUSDT", "EUSDT"];
    const prices = (rise: number) => Object.fromEntries(symbols.map((symbol, i) => [symbol, 100 + i * rise]));
    const core = given(createOpportunityRankerCore()).after(listed(symbols), quotes(DAY, symbols));
    const said = symbols.map((symbol, i) => signal(symbol, { probabilityUp: 0.6 + i * 0.05 }));
    const open = core.after(closed(DAY, prices(0)), signals(DAY, said));
    const dueAt = DAY + HORIZON * BAR_MS;
    expect(open.when(closed(dueAt - BAR_MS, prices(1))).state.days).toEqual([]);
    expect(open.when(closed(dueAt, prices(1))).state.days).toMatchObject([{ cycles: 1, sum: expect.closeTo(1, 9), samples: 5 }]);
    expect(open.when(closed(dueAt, prices(-1))).state.days).toMatchObject([{ sum: expect.closeTo(-1, 9) }]);
    const late = open.when(closed(dueAt + BAR_MS, prices(1))).state;
    expect([late.days, late.open]).toEqual([[], []]);
    expect(open.when(closed(dueAt, prices(1))).state.calibration.cross).toBeGreaterThan(0);
  });
});
