import { beforeAll, describe, expect, it } from "@jest/globals";
import { given } from "@quantum/test-kit";
import { type Bar, regimeClassified } from "@quantum/types";
import fc from "fast-check";
import {
  type Answer,
  answersTo,
  barsAt,
  closed,
  closes,
  history,
  labelled,
  marketOf,
  type Series,
  STEP_MS,
  step,
} from "../../test/scenario.ts";
import { createMscAiCore, LIMITS, type MscAiState } from "./index.ts";

const SYMBOLS = ["BTCUSDT", "ETHUSDT", "DOGEUSDT"];
const core = createMscAiCore();
const MARKET = labelled(SYMBOLS, 700);
const { series } = MARKET;
const warm = (bars: number) => given(core).after(...SYMBOLS.map((symbol) => history(symbol, series[symbol]!.slice(0, bars))));
const only = (answer: Answer | undefined, symbol: string) => answer!.symbols.find((one) => one.symbol === symbol)!;

describe("a cycle", () => {
  it("is answered by exactly one event with the market and every symbol", () => {
    const outcome = warm(300).when(closed(barsAt(series, 300)));
    expect(outcome.effects).toHaveLength(1);
    const [answer] = outcome.emitted("regime.classified");
    expect(() => regimeClassified.data.parse(answer)).not.toThrow();
    expect(answer?.symbols.map(({ symbol }) => symbol)).toEqual(SYMBOLS);
    expect(outcome.effects[0]).toMatchObject({ cycle: series.BTCUSDT![300]!.openAt + STEP_MS });
  });

  it("gives every known state probabilities that add up to 1, and a volatility ratio", () => {
    const [answer] = warm(300)
      .when(closed(barsAt(series, 300)))
      .emitted("regime.classified");
    for (const regime of [answer!.market, ...answer!.symbols]) {
      expect(regime.state).not.toBe("UNKNOWN");
      expect(Object.keys(regime.probabilities)).toHaveLength(8);
      expect(Object.values(regime.probabilities).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 4);
      expect(regime.volatilityRatio).toBeGreaterThan(0);
    }
  });

  it("is answered once, also when its bar comes again or an older one comes late", () => {
    const again = { ...closed(barsAt(series, 300)), id: "another delivery" };
    const outcome = warm(300).when(closed(barsAt(series, 300)), again, closed(barsAt(series, 299)));
    expect(outcome.emitted("regime.classified")).toHaveLength(1);
    expect(outcome.state).toEqual(warm(300).when(closed(barsAt(series, 300))).state);
  });

  it("is not opened by bars that open none", () => {
    const outcome = warm(300).when(closed(barsAt(series, 300), { opensCycle: false, interval: "1m" }));
    expect(outcome.effects).toEqual([]);
  });

  it("without any symbol is answered with UNKNOWN", () => {
    const [answer] = given(core).when(closed({})).emitted("regime.classified");
    expect(answer).toMatchObject({
      market: { state: "UNKNOWN", probabilities: {} },
      symbols: [],
      riskMode: "DEFENSIVE",
      strategies: ["CONSERVATIVE"],
    });
  });

  it("with another interval starts all symbols anew", () => {
    const outcome = warm(300).when(closed(barsAt(series, 300), { interval: "1m" }));
    expect(outcome.emitted("regime.classified")[0]?.market.state).toBe("UNKNOWN");
    expect(outcome.state.symbols.BTCUSDT?.unbrokenBars).toBe(1);
  });

  it("is announced when the state changes, and otherwise every half hour exactly", () => {
    const answers = answersTo(series, 700);
    let announcedAt = Number.NEGATIVE_INFINITY;
    answers.forEach((answer, i) => {
      const changed = i > 0 && answer.market.state !== answers[i - 1]!.market.state;
      expect(answer.announce).toBe(changed || i - announcedAt >= LIMITS.announceEveryMs / STEP_MS);
      if (answer.announce) announcedAt = i;
    });
  });
});

describe("history", () => {
  it("that overlaps what is known adds only what is new", () => {
    const whole = given(core).when(history("BTCUSDT", series.BTCUSDT!.slice(0, 300))).state;
    const parts = given(core)
      .after(history("BTCUSDT", series.BTCUSDT!.slice(0, 200)))
      .when(history("BTCUSDT", series.BTCUSDT!.slice(150, 300))).state;
    expect(parts).toEqual(whole);
  });

  it("that covers a hole warms a symbol up again at once", () => {
    const broken = warm(300).after(closed({ BTCUSDT: series.BTCUSDT![310]! }));
    expect(broken.when().state.symbols.BTCUSDT?.unbrokenBars).toBe(1);
    const outcome = broken.after(history("BTCUSDT", series.BTCUSDT!.slice(0, 311))).when(closed({ BTCUSDT: series.BTCUSDT![311]! }));
    expect(only(outcome.emitted("regime.classified")[0], "BTCUSDT").state).not.toBe("UNKNOWN");
  });

  it("that is empty or of another interval changes nothing", () => {
    const state = warm(300).when().state;
    expect(warm(300).when(history("BTCUSDT", []), history("BTCUSDT", series.BTCUSDT!.slice(0, 10), "1m")).state).toEqual(state);
  });
});

describe("no repaint", () => {
  let market: Series;
  let length: number;
  let full: Answer[];
  beforeAll(async () => {
    market = await marketOf(["BTCUSDT", "XLMUSDT", "ADAUSDT"]);
    length = market.BTCUSDT!.length;
    full = answersTo(market, length);
  });

  it("what is said at a time is the same whatever the future brings: 1,000 random cuts of real bars", () => {
    const states = [core.initial()];
    for (const input of closes(market, 0, length)) {
      const next = structuredClone(states.at(-1)!);
      step(next, input);
      states.push(next);
    }
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: length - 1 }),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        fc.nat(4),
        (cut, factor, beyond) => {
          const scaled = ({ openAt, open, high, low, close, ...rest }: Bar): Bar => ({
            ...rest,
            openAt,
            open: open * factor,
            high: high * factor,
            low: low * factor,
            close: close * factor,
          });
          const from = Math.max(0, cut - 12);
          const other: MscAiState = structuredClone(states[from]!);
          for (let i = from; i < Math.min(length, cut + beyond); i++) {
            const bars = barsAt(market, i);
            const future = Object.fromEntries(Object.entries(bars).map(([symbol, bar]) => [symbol, i < cut ? bar : scaled(bar)]));
            const answer = step(other, closed(future));
            if (i < cut) expect(answer).toEqual(full[i]);
          }
        },
      ),
      { numRuns: 1_000, seed: 8018 },
    );
  });

  it("a history cut anywhere gives what the whole one gave there", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: length }), (cut) => expect(answersTo(market, cut)).toEqual(full.slice(0, cut))),
      { numRuns: 12, seed: 8018 },
    );
  });

  it("a restart at any time changes nothing", () => {
    let state = core.initial();
    closes(market, 0, 400).forEach((input, i) => {
      if (i % 7 === 0) state = JSON.parse(JSON.stringify(state)) as MscAiState;
      expect(step(state, input)).toEqual(full[i]);
    });
  });

  it("the order of the symbols does not matter, nor does the price level", () => {
    const turned = Object.fromEntries(
      Object.entries(market)
        .reverse()
        .map(([symbol, bars]) => [
          symbol,
          bars.map((bar) => ({ ...bar, open: bar.open * 1024, high: bar.high * 1024, low: bar.low * 1024, close: bar.close * 1024 })),
        ]),
    );
    const answer = answersTo(turned, 400)[399]!;
    expect(answer.market.state).toBe(full[399]!.market.state);
    for (const one of answer.symbols) expect(one.state).toBe(only(full[399], one.symbol).state);
  });
});
