import { describe, expect, it } from "@jest/globals";
import { event, given } from "@quantum/test-kit";
import type { Input } from "@quantum/types";
import { account, BAR_MS, bar, bars, closed, DAY, directive, HOUR_MS, history, instrument, listed, quotes } from "../../test/scenario.ts";
import { createUniverseOsCore } from "./index.ts";

const SYMBOLS = ["BTCUSDT", "ADAUSDT", "DOGEUSDT"];
const SPREADS = { BTCUSDT: 0.5, ADAUSDT: 1, DOGEUSDT: 1 };

/** All that is there before the close at `at`; turnover falls with the order of the symbols. */
function before(at: number, symbols: readonly string[] = SYMBOLS): Input[] {
  return [
    listed(...symbols.map((symbol) => instrument(symbol))),
    ...symbols.map((symbol, i) => history(symbol, bars(at - BAR_MS, 400, 1e9 / (i + 1)))),
    account(at),
    quotes(at, Object.fromEntries(symbols.map((symbol) => [symbol, 1]))),
  ];
}

function close(at: number, symbols: readonly string[] = SYMBOLS, missing: string[] = []): Input {
  return closed(at, Object.fromEntries(symbols.map((symbol, i) => [symbol, bar(at - BAR_MS, 100.2, 1e9 / (i + 1))])), missing);
}

const step = (at: number, ...positions: string[]): Input[] => [account(at, ...positions), quotes(at, SPREADS), close(at)];
const ready = given(createUniverseOsCore()).after(...before(DAY));
const NOBODY = { members: [], refreshed: true };

describe("universe_os", () => {
  it("answers each cycle with exactly one event that carries it, a repeated bar with none, and a bar of no cycle with none", () => {
    const outcome = ready.when(close(DAY), close(DAY), { ...close(DAY + BAR_MS), id: "x" } as Input);
    expect(outcome.emitted("universe.updated")).toHaveLength(2);
    expect(outcome.effects.map((effect) => (effect.kind === "emit" ? effect.cycle : null))).toEqual([DAY, DAY + BAR_MS]);
    const watch = event("bars.closed", { interval: "1m", closeAt: DAY + 1, bars: [], missing: [], opensCycle: false });
    expect(ready.when(watch).effects).toEqual([]);
  });

  it("names members best first with category and sector, and a reason with figure and limit for each", () => {
    const [said] = ready.when(close(DAY)).emitted("universe.updated");
    expect(said?.members.map(({ symbol, status, category, sector }) => [symbol, status, category, sector])).toEqual([
      ["BTCUSDT", "ACTIVE", "CORE", "L1"],
      ["ADAUSDT", "ACTIVE", "MAJOR", "L1"],
      ["DOGEUSDT", "ACTIVE", "MEME", "MEME"],
    ]);
    expect(said?.reasons.map(({ symbol, included, code, limit }) => [symbol, included, code, limit])).toEqual(
      ["ADAUSDT", "BTCUSDT", "DOGEUSDT"].map((symbol) => [symbol, true, "UOS-08_ENTRY_SCORE", 0.6]),
    );
  });

  it("has nobody in it before anything is known", () => {
    expect(given(createUniverseOsCore()).when(close(DAY)).emitted("universe.updated")).toMatchObject([NOBODY]);
    const unlisted = given(createUniverseOsCore()).after(...before(DAY).slice(1));
    const [said] = unlisted.when(close(DAY)).emitted("universe.updated");
    expect(said?.members).toEqual([]);
    expect(said?.reasons.map(({ code }) => code)).toContain("UOS-01_LISTED");
  });

  it("looks anew on the quarter of an hour only, and repeats itself in between", () => {
    const outcome = ready.when(close(DAY), ...[1, 2, 3, 4].flatMap((i) => step(DAY + i * BAR_MS)));
    const said = outcome.emitted("universe.updated");
    expect(said.map(({ refreshed, refreshedAt }) => [refreshed, refreshedAt - DAY])).toEqual([
      [true, 0],
      [false, 0],
      [false, 0],
      [true, 3 * BAR_MS],
      [false, 3 * BAR_MS],
    ]);
    expect(said[1]?.members).toEqual(said[0]?.members);
  });

  it("UOS-01: what the exchange delists leaves with the next cycle and stays in history", () => {
    const gone = listed(...["BTCUSDT", "ADAUSDT"].map((symbol) => instrument(symbol)));
    const outcome = ready.after(close(DAY)).when(gone, ...step(DAY + BAR_MS));
    const [said] = outcome.emitted("universe.updated");
    expect(said?.members.map(({ symbol }) => symbol)).toEqual(["BTCUSDT", "ADAUSDT"]);
    expect(said?.reasons).toContainEqual({
      symbol: "DOGEUSDT",
      included: false,
      code: "UOS-01_LISTED",
      measured: "DELISTED",
      limit: "TRADING",
    });
    expect(outcome.state.symbols.DOGEUSDT?.changes.map(({ at, included }) => [at, included])).toEqual([
      [DAY, true],
      [DAY + BAR_MS, false],
    ]);
  });

  it("UOS-11: a symbol that leaves with a position is reduce-only until it is flat", () => {
    const gone = listed(...["BTCUSDT", "ADAUSDT"].map((symbol) => instrument(symbol)));
    const outcome = ready
      .after(close(DAY))
      .when(gone, ...step(DAY + BAR_MS, "DOGEUSDT", "ADAUSDT"), ...step(DAY + 2 * BAR_MS, "DOGEUSDT"), ...step(DAY + 3 * BAR_MS));
    const statuses = outcome.emitted("universe.updated").map(({ members }) => members.filter(({ status }) => status === "REDUCE_ONLY"));
    expect(statuses.map((list) => list.map(({ symbol }) => symbol))).toEqual([["DOGEUSDT"], ["DOGEUSDT"], []]);
    expect(outcome.emitted("universe.updated")[0]?.reasons).toContainEqual(
      expect.objectContaining({ symbol: "DOGEUSDT", code: "UOS-11_REDUCE_ONLY", measured: "open position" }),
    );
  });

  it("UOS-11: while positions are not known, whoever leaves is reduce-only", () => {
    const blind = given(createUniverseOsCore()).after(...before(DAY).filter(({ type }) => type !== "account.synced"), close(DAY));
    const gone = listed(instrument("BTCUSDT"));
    const [said] = blind.when(gone, quotes(DAY + BAR_MS, SPREADS), close(DAY + BAR_MS)).emitted("universe.updated");
    expect(said?.members.map(({ symbol, status }) => [symbol, status])).toEqual([
      ["BTCUSDT", "ACTIVE"],
      ["ADAUSDT", "REDUCE_ONLY"],
      ["DOGEUSDT", "REDUCE_ONLY"],
    ]);
  });

  it("UOS-10: has at most twenty members, and says which place the others had", () => {
    const many = Array.from({ length: 24 }, (_, i) => `C${String(i).padStart(2, "0")}USDT`);
    const generous = createUniverseOsCore({ ...createSettings(), enterScore: 0 });
    const [said] = given(generous)
      .after(...before(DAY, many))
      .when(close(DAY, many))
      .emitted("universe.updated");
    expect(said?.members).toHaveLength(20);
    const out = said?.reasons.filter(({ included }) => !included) ?? [];
    expect(out.map(({ code, measured, limit }) => [code, measured, limit])).toEqual(
      [21, 22, 23, 24].map((place) => ["UOS-10_PLACE", place, 20]),
    );
  });

  it("UOS-05: a symbol whose newest bar is missing at a refresh is out", () => {
    const outcome = ready.when(quotes(DAY, SPREADS), close(DAY, ["BTCUSDT", "ADAUSDT"], ["DOGEUSDT"]));
    const [said] = outcome.emitted("universe.updated");
    expect(said?.members.map(({ symbol }) => symbol)).toEqual(["BTCUSDT", "ADAUSDT"]);
    expect(said?.reasons.find(({ symbol }) => symbol === "DOGEUSDT")?.code).toBe("UOS-05_MISSING_RATIO");
  });

  it("UOS-07: obeys a directive with the next cycle, says so, and lets the others in again when it expires", () => {
    const outcome = ready
      .after(close(DAY))
      .when(directive({ expiresAt: DAY + 2 * BAR_MS }), ...step(DAY + BAR_MS, "ADAUSDT"), ...step(DAY + 2 * BAR_MS));
    expect(outcome.emitted("directive.acknowledged")).toMatchObject([{ directiveId: "d1", service: "universe_os", obeyed: true }]);
    const said = outcome.emitted("universe.updated");
    expect(said.map(({ members }) => members.map(({ symbol, status }) => `${symbol} ${status}`))).toEqual([
      ["BTCUSDT ACTIVE", "ADAUSDT REDUCE_ONLY"],
      ["BTCUSDT ACTIVE", "ADAUSDT ACTIVE", "DOGEUSDT ACTIVE"],
    ]);
    expect(said.map(({ refreshed }) => refreshed)).toEqual([true, true]);
  });

  it("UOS-07: SAFE means CORE only; what is not understood restricts; the most restrictive directive wins in any order", () => {
    const members = (...directives: Input[]) => {
      const [said] = ready.when(...directives, close(DAY)).emitted("universe.updated");
      return said?.members.length;
    };
    expect(members(directive({ constraints: {}, riskMode: "SAFE" }))).toBe(1);
    expect(members(directive({ constraints: { coreSymbolsOnly: "yes" } }))).toBe(1);
    expect(members(directive({ constraints: { coreSymbolsOnly: false } }))).toBe(3);
    expect(members(directive({ constraints: {}, riskMode: "DEFENSIVE" }))).toBe(3);
    const free = directive({ directiveId: "d2", constraints: { coreSymbolsOnly: false } });
    expect([members(free, directive()), members(directive(), free)]).toEqual([1, 1]);
    expect(members(directive(), directive())).toBe(1);
    const own = event("directive.issued", { ...directive().data }, { source: "ai_hfos", at: DAY, cycle: DAY });
    expect(members(own)).toBe(3);
  });

  it("does not obey a directive for others, one that had expired, or one from who only observes", () => {
    const answers = (input: Input) => {
      const outcome = ready.when(input, close(DAY));
      return [
        outcome.emitted("directive.acknowledged").map(({ obeyed }) => obeyed),
        outcome.emitted("universe.updated")[0]?.members.length,
      ];
    };
    expect(answers(directive({ targets: ["pba"] }))).toEqual([[], 3]);
    expect(answers(directive({ expiresAt: DAY - 1 }))).toEqual([[false], 3]);
    expect(answers(directive({}, { mode: "OBSERVE" }))).toEqual([[false], 3]);
    expect(answers(directive({ targets: ["universe_os"] }))).toEqual([[true], 1]);
  });

  it("takes rankings into the score only from a ranker that binds, and a silent one as none at all", () => {
    const hello = (mode: "OBSERVE" | "ENFORCED") =>
      event("service.started", { service: "opportunity_ranker", version: "1", mode, recovered: 0 });
    const ranked = (mode: "OBSERVE" | "ENFORCED") =>
      event("opportunities.ranked", { opportunities: [], limit: 0, skipped: [], rankCorrelation: null }, { cycle: DAY - BAR_MS, mode });
    const scores = (...inputs: Input[]) => {
      const [said] = ready.when(...inputs, close(DAY)).emitted("universe.updated");
      return said?.members.map(({ score }) => score);
    };
    const alone = scores();
    expect(scores(hello("OBSERVE"), ranked("OBSERVE"))).toEqual(alone);
    const silent = scores(hello("ENFORCED"));
    expect(silent?.[0]).toBeLessThan(alone?.[0] as number);
    expect(scores(hello("ENFORCED"), ranked("OBSERVE"))).toEqual(silent);
    expect(scores(hello("ENFORCED"), event("service.stopped", { service: "opportunity_ranker", reason: "SIGTERM" }))).toEqual(alone);
  });

  it("remembers bars of another interval for nothing", () => {
    const other = event("bars.closed", { interval: "1h", closeAt: DAY, bars: [], missing: [], opensCycle: true }, { cycle: DAY });
    expect(ready.when(other).emitted("universe.updated")).toMatchObject([NOBODY]);
    expect(ready.when(other).state.symbols.BTCUSDT?.measurement).toBeNull();
    expect(HOUR_MS).toBe(12 * BAR_MS);
  });
});

function createSettings() {
  return {
    maxMembers: 20,
    leaveScore: 0,
    minStayMs: 0,
    refreshMs: 900_000,
    minQuoteVolumeUsd: 0,
    maxSpreadBps: 12,
    minListingAgeMs: 0,
    maxMissingRatio: 0.01,
  };
}
