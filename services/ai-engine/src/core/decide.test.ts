import { beforeAll, describe, expect, it } from "@jest/globals";
import { given } from "@quantum/test-kit";
import type { Bar, Signal } from "@quantum/types";
import { signalsGenerated } from "@quantum/types";
import fc from "fast-check";
import { closed, closes, generatedOf, history, later, marketOf } from "../../test/scenario.ts";
import { type AiEngineState, createAiEngineCore, WARM_UP_BARS } from "./index.ts";

const SYMBOLS = ["BTCUSDT", "ETHUSDT", "DOGEUSDT"];
const core = createAiEngineCore();
const SERIES = generatedOf(SYMBOLS, 200);
const BTC = SERIES.BTCUSDT!;

const warm = (bars: number) => given(core).after(...SYMBOLS.map((symbol) => history(symbol, SERIES[symbol]!.slice(0, bars))));
const barsAt = (i: number) => Object.fromEntries(SYMBOLS.map((symbol) => [symbol, SERIES[symbol]![i]!]));
const only = (signals: readonly Signal[], symbol: string) => signals.find((signal) => signal.symbol === symbol)!;

describe("a cycle", () => {
  it("is answered by exactly one event with a signal for every symbol that had a bar", () => {
    const outcome = warm(100).when(closed(barsAt(100)));
    expect(outcome.effects).toHaveLength(1);
    const [answer] = outcome.emitted("signals.generated");
    expect(answer?.signals.map(({ symbol }) => symbol)).toEqual(SYMBOLS);
    expect(answer?.horizonBars).toBe(12);
    expect(() => signalsGenerated.data.parse(answer)).not.toThrow();
    expect(outcome.effects[0]).toMatchObject({ kind: "emit", cycle: BTC[100]!.openAt + 300_000 });
  });

  it("is answered with an empty list when no symbol had a bar", () => {
    expect(
      given(core)
        .when(closed({}, { closeAt: 300_000 }))
        .emitted("signals.generated"),
    ).toEqual([{ signals: [], horizonBars: 12 }]);
  });

  it("is answered once, also when its bar comes again", () => {
    const again = { ...closed(barsAt(100)), id: "another delivery" };
    const outcome = warm(100).when(closed(barsAt(100)), again);
    expect(outcome.emitted("signals.generated")).toHaveLength(1);
    expect(outcome.state.symbols.BTCUSDT?.bars).toBe(101);
  });

  it("is not opened by bars that open none, and they do not enter the features", () => {
    const outcome = warm(100).when(closed(barsAt(100), { opensCycle: false, interval: "1m" }));
    expect(outcome.effects).toEqual([]);
    expect(outcome.state.symbols.BTCUSDT?.bars).toBe(100);
  });

  it("has no signal for a symbol without a bar, though it is known", () => {
    const { DOGEUSDT: _, ...rest } = barsAt(100);
    expect(
      warm(100)
        .when(closed(rest))
        .emitted("signals.generated")[0]
        ?.signals.map(({ symbol }) => symbol),
    ).toEqual(["BTCUSDT", "ETHUSDT"]);
  });
});

describe("AI-03: a symbol that is not warm", () => {
  it("abstains and says how far it is; one bar later it votes", () => {
    const early = warm(WARM_UP_BARS - 2).when(closed(barsAt(WARM_UP_BARS - 2)), closed(barsAt(WARM_UP_BARS - 1)));
    const [before, after] = early.emitted("signals.generated").map(({ signals }) => only(signals, "BTCUSDT"));
    expect(before).toMatchObject({ side: "NONE", confidence: 0, probabilityUp: null, features: {} });
    expect(before?.votes.map(({ reason }) => reason)).toEqual(
      new Array(4).fill(`warming up: ${WARM_UP_BARS - 1} of ${WARM_UP_BARS} unbroken bars`),
    );
    expect(Object.keys(after?.features ?? {})).toHaveLength(17);
    expect(after?.votes.some(({ probabilityUp }) => probabilityUp !== null)).toBe(true);
  });

  it("also abstains when the price stands still or nothing is traded", () => {
    const still = Array.from({ length: 120 }, (_, i) => later({ ...BTC[0]!, high: 5, low: 5, open: 5, close: 5 }, i));
    const dry = SERIES.ETHUSDT!.slice(0, 120).map((bar) => ({ ...bar, volume: 0 }));
    const outcome = given(core)
      .after(history("BTCUSDT", still.slice(0, 119)), history("ETHUSDT", dry.slice(0, 119)))
      .when(closed({ BTCUSDT: still[119]!, ETHUSDT: dry[119]! }));
    for (const signal of outcome.emitted("signals.generated")[0]?.signals ?? []) {
      expect(signal).toMatchObject({ side: "NONE", probabilityUp: null });
      expect(signal.votes[0]?.reason).toBe("no volume or no movement to measure with");
    }
  });
});

describe("AI-01: after a gap", () => {
  it("a symbol warms up anew and abstains meanwhile; the others go on", () => {
    const gapped = { ...barsAt(101), BTCUSDT: BTC[101]! };
    const { BTCUSDT: _, ...withoutBtc } = barsAt(100);
    const outcome = warm(100).when(closed(withoutBtc), closed(gapped));
    const signals = outcome.emitted("signals.generated")[1]!.signals;
    expect(outcome.state.symbols.BTCUSDT?.bars).toBe(1);
    expect(only(signals, "BTCUSDT").probabilityUp).toBeNull();
    expect(outcome.state.symbols.ETHUSDT?.bars).toBe(102);
    expect(Object.keys(only(signals, "ETHUSDT").features)).toHaveLength(17);
  });

  it("history that covers the hole warms it up again at once", () => {
    const broken = warm(100).after(closed({ BTCUSDT: BTC[105]! }));
    const outcome = broken.after(history("BTCUSDT", BTC.slice(0, 106))).when(closed(barsAt(106)));
    expect(outcome.state.symbols.BTCUSDT?.bars).toBe(107);
    expect(Object.keys(only(outcome.emitted("signals.generated")[0]!.signals, "BTCUSDT").features)).toHaveLength(17);
  });

  it("history that ends before what is known changes nothing", () => {
    const state = warm(100).when().state;
    expect(warm(100).when(history("BTCUSDT", BTC.slice(0, 50))).state).toEqual(state);
    expect(
      given(core)
        .after(history("BTCUSDT", BTC.slice(60, 100)))
        .when(history("BTCUSDT", BTC.slice(0, 50))).state.symbols.BTCUSDT?.bars,
    ).toBe(40);
    expect(given(core).when(history("BTCUSDT", [])).state.symbols).toEqual({});
  });

  it("history that overlaps what is known adds only what is new", () => {
    const whole = given(core).when(history("BTCUSDT", BTC.slice(0, 120))).state;
    expect(
      given(core)
        .after(history("BTCUSDT", BTC.slice(0, 100)))
        .when(history("BTCUSDT", BTC.slice(80, 120))).state,
    ).toEqual(whole);
  });
});

describe("the trading interval", () => {
  it("is taken from the history, and history of another one is ignored", () => {
    const outcome = warm(100).when(history("ZECUSDT", BTC.slice(0, 10), "1m"));
    expect(outcome.state.interval).toBe("5m");
    expect(outcome.state.symbols.ZECUSDT).toBeUndefined();
  });

  it("follows the cycle: with another interval all symbols start anew", () => {
    const outcome = warm(100).when(closed({ BTCUSDT: BTC[100]! }, { interval: "1m" }));
    expect(outcome.state.interval).toBe("1m");
    expect(Object.keys(outcome.state.symbols)).toEqual(["BTCUSDT"]);
    expect(outcome.state.symbols.BTCUSDT?.bars).toBe(1);
  });

  it("can be set beforehand", () => {
    const outcome = given(createAiEngineCore({ interval: "5m" })).when(history("BTCUSDT", BTC.slice(0, 10), "1m"));
    expect(outcome.state.symbols).toEqual({});
  });
});

describe("no look-ahead", () => {
  let market: Readonly<Record<string, Bar[]>>;
  let full: Signal[][];
  beforeAll(async () => {
    market = (await marketOf(SYMBOLS)).series;
    full = run(market, market.BTCUSDT!.length);
  });

  function run(series: Readonly<Record<string, readonly Bar[]>>, length: number): Signal[][] {
    let state: AiEngineState = core.initial();
    return closes(series, 0, length).map((input) => {
      const decision = core.decide(state, input);
      state = decision.state;
      return (decision.effects[0] as unknown as { data: { signals: Signal[] } }).data.signals;
    });
  }

  it("the signal at any time is the same whether or not the future has happened, or happened otherwise", () => {
    const { length } = market.BTCUSDT!;
    fc.assert(
      fc.property(fc.integer({ min: WARM_UP_BARS, max: length - 2 }), fc.double({ min: 0.2, max: 5, noNaN: true }), (cut, factor) => {
        const scale = (bar: Bar): Bar => ({
          ...bar,
          open: bar.open * factor,
          high: bar.high * factor,
          low: bar.low * factor,
          close: bar.close * factor,
          volume: bar.volume * 9,
        });
        const other = Object.fromEntries(
          Object.entries(market).map(([symbol, bars]) => [symbol, bars.map((bar, i) => (i <= cut ? bar : scale(bar)))]),
        );
        const cutShort = run(market, cut + 1);
        expect(cutShort[cut]).toEqual(full[cut]);
        expect(run(other, Math.min(length, cut + 5))[cut]).toEqual(full[cut]);
      }),
      { numRuns: 12 },
    );
  });

  it("going through a restart at any time changes nothing", () => {
    let state: AiEngineState = core.initial();
    closes(market, 0, 150).forEach((input, i) => {
      if (i % 11 === 0) state = JSON.parse(JSON.stringify(state)) as AiEngineState;
      const decision = core.decide(state, input);
      state = decision.state;
      expect((decision.effects[0] as unknown as { data: { signals: Signal[] } }).data.signals).toEqual(full[i]);
    });
  });

  it("features have no price level: the same market at a thousandfold price gives the same signals", () => {
    const scaled = Object.fromEntries(
      Object.entries(market).map(([symbol, bars]) => [
        symbol,
        bars.map((bar) => ({
          ...bar,
          open: bar.open * 1024,
          high: bar.high * 1024,
          low: bar.low * 1024,
          close: bar.close * 1024,
        })),
      ]),
    );
    const signals = run(scaled, 120)[119]!;
    for (const signal of signals) {
      const wanted = only(full[119]!, signal.symbol);
      expect([signal.side, signal.confidence]).toEqual([wanted.side, wanted.confidence]);
      for (const [name, value] of Object.entries(signal.features)) expect(value).toBeCloseTo(wanted.features[name]!, 5);
    }
  });
});

describe("the baselines together", () => {
  it("see an edge sometimes, on both sides, and not most of the time", async () => {
    const { series } = await marketOf(["BTCUSDT", "ETHUSDT", "DOGEUSDT", "ADAUSDT", "LTCUSDT", "XLMUSDT"]);
    let state = core.initial();
    const sure: Signal[] = [];
    let all = 0;
    for (const input of closes(series, 0, series.BTCUSDT!.length)) {
      const decision = core.decide(state, input);
      state = decision.state;
      const { signals } = (decision.effects[0] as unknown as { data: { signals: Signal[] } }).data;
      all += signals.length;
      sure.push(...signals.filter(({ confidence }) => confidence >= 0.55));
    }
    expect(sure.length / all).toBeGreaterThan(0.005);
    expect(sure.length / all).toBeLessThan(0.2);
    expect(new Set(sure.map(({ side }) => side))).toEqual(new Set(["LONG", "SHORT"]));
  });
});
