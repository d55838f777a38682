import { describe, expect, it } from "@jest/globals";
import { event, given } from "@quantum/test-kit";
import { predictionsLabelled } from "@quantum/types";
import { BAR_MS, close, signal, signals, T0, tradeClosed } from "../../test/scenario.ts";
import { isCorrect, readAccuracy } from "./accuracy.ts";
import { createClmCore, LIMITS } from "./index.ts";

const core = createClmCore();
const HORIZON = 3;
const DUE = T0 + HORIZON * BAR_MS;
/** Predictions for BTC and ETH at 100, made at T0. */
const predicted = given(core).after(
  close(T0, { BTCUSDT: 100, ETHUSDT: 100 }),
  signals(T0, [signal("BTCUSDT"), signal("ETHUSDT", [0.4, 0.3, 0.5, null])]),
);

describe("a prediction", () => {
  it("is stored as open with its features and votes", () => {
    const outcome = given(core).when(signals(T0, [signal("BTCUSDT")]));
    expect(outcome.effects).toEqual([
      {
        kind: "store",
        table: "predictions",
        key: `${T0}:BTCUSDT`,
        row: {
          at: T0,
          symbol: "BTCUSDT",
          side: "LONG",
          confidence: 0.3,
          probability_up: 0.65,
          close: 100,
          horizon_bars: HORIZON,
          features: { rsi: 0.1, adx: 22 },
          votes: ["XGB", "LGBM", "NH", "PT"].map((slot, i) => ({
            slot,
            model: `m-${slot}`,
            version: "1",
            weight: 1,
            probabilityUp: [0.7, null, 0.6, null][i],
          })),
          labelled_at: null,
          return_ratio: null,
          up: null,
          label_status: "OPEN",
        },
      },
    ]);
  });

  it("is not kept without features, and a cycle is remembered once", () => {
    expect(given(core).when(signals(T0, [signal("BTCUSDT", [], { features: {} })])).effects).toEqual([]);
    expect(predicted.when(signals(T0, [signal("BTCUSDT")])).effects).toEqual([]);
  });

  it("keeps features that only some symbols have", () => {
    const outcome = given(core)
      .after(signals(T0, [signal("BTCUSDT"), signal("ETHUSDT", [0.6], { features: { rsi: 0.2, extra: 5 } })]))
      .when(close(DUE, { BTCUSDT: 101, ETHUSDT: 101 }));
    expect(outcome.stored("predictions").map(({ features }) => features)).toEqual([
      { rsi: 0.1, adx: 22 },
      { rsi: 0.2, extra: 5 },
    ]);
  });
});

describe("CLM-01: the label", () => {
  it("comes at exactly the horizon, not a bar earlier", () => {
    const early = predicted.when(close(DUE - BAR_MS, { BTCUSDT: 150, ETHUSDT: 150 }));
    expect(early.effects).toEqual([]);
    const outcome = predicted.after(close(DUE - BAR_MS, { BTCUSDT: 150, ETHUSDT: 150 })).when(close(DUE, { BTCUSDT: 102, ETHUSDT: 99 }));
    const [labelled] = outcome.emitted("predictions.labelled");
    expect(() => predictionsLabelled.data.parse(labelled)).not.toThrow();
    expect(labelled).toEqual({
      predictedAt: T0,
      horizonBars: HORIZON,
      outcomes: [
        {
          symbol: "BTCUSDT",
          returnRatio: 0.02,
          up: true,
          votes: [
            { slot: "XGB", probabilityUp: 0.7, correct: true },
            { slot: "LGBM", probabilityUp: null, correct: null },
            { slot: "NH", probabilityUp: 0.6, correct: true },
            { slot: "PT", probabilityUp: null, correct: null },
          ],
        },
        {
          symbol: "ETHUSDT",
          returnRatio: -0.01,
          up: false,
          votes: [
            { slot: "XGB", probabilityUp: 0.4, correct: true },
            { slot: "LGBM", probabilityUp: 0.3, correct: true },
            { slot: "NH", probabilityUp: 0.5, correct: null },
            { slot: "PT", probabilityUp: null, correct: null },
          ],
        },
      ],
    });
    expect(outcome.stored("predictions")[0]).toMatchObject({ label_status: "LABELLED", labelled_at: DUE, return_ratio: 0.02, up: true });
    expect(outcome.state.open).toEqual([]);
  });

  it("is missing for a symbol without a bar at the horizon, though it had bars before and after", () => {
    const outcome = predicted
      .after(close(DUE - BAR_MS, { BTCUSDT: 150, ETHUSDT: 150 }))
      .when(close(DUE, { ETHUSDT: 99 }), close(DUE + BAR_MS, { BTCUSDT: 150, ETHUSDT: 150 }));
    expect(outcome.emitted("predictions.labelled").map(({ outcomes }) => outcomes.map(({ symbol }) => symbol))).toEqual([["ETHUSDT"]]);
    expect(outcome.stored("predictions").map((row) => [row.symbol, row.label_status, row.return_ratio])).toEqual([
      ["BTCUSDT", "MISSING", null],
      ["ETHUSDT", "LABELLED", -0.01],
    ]);
    expect(outcome.state).toMatchObject({ labelled: 1, missing: 1 });
  });

  it("is missing for all when the bar of the horizon never came; a later one does not stand in", () => {
    const outcome = predicted.when(close(DUE + BAR_MS, { BTCUSDT: 150, ETHUSDT: 150 }));
    expect(outcome.emitted("predictions.labelled")).toEqual([{ predictedAt: T0, horizonBars: HORIZON, outcomes: [] }]);
    expect(outcome.stored("predictions").map((row) => row.label_status)).toEqual(["MISSING", "MISSING"]);
  });

  it("is not up when the price did not move, and nobody was right or wrong", () => {
    const [labelled] = predicted.when(close(DUE, { BTCUSDT: 100, ETHUSDT: 100 })).emitted("predictions.labelled");
    expect(labelled?.outcomes[0]).toMatchObject({ returnRatio: 0, up: false });
    expect(labelled?.outcomes.every(({ votes }) => votes.every(({ correct }) => correct === null))).toBe(true);
  });

  it("is not taken from bars that open no cycle, and a close counts once", () => {
    expect(predicted.when(close(DUE, { BTCUSDT: 101 }, { opensCycle: false })).effects).toEqual([]);
    const outcome = predicted.when(close(DUE, { BTCUSDT: 101 }), close(DUE, { BTCUSDT: 109 }));
    expect(outcome.emitted("predictions.labelled")).toHaveLength(1);
  });

  it("waits for the interval when predictions came before any bar", () => {
    const outcome = given(core)
      .after(signals(T0, [signal("BTCUSDT")]))
      .when(close(T0 + 180_000, { BTCUSDT: 101 }, { interval: "1m" }));
    expect(outcome.emitted("predictions.labelled")[0]?.outcomes[0]?.returnRatio).toBe(0.01);
  });

  it("keeps overlapping cycles apart", () => {
    let scenario = given(core);
    for (let i = 0; i < 6; i++)
      scenario = scenario.after(
        close(T0 + i * BAR_MS, { BTCUSDT: 100 + i }),
        signals(T0 + i * BAR_MS, [signal("BTCUSDT", [0.7], { close: 100 + i })]),
      );
    const outcome = scenario.when(close(T0 + 6 * BAR_MS, { BTCUSDT: 206 }));
    expect(outcome.state.open.map(({ predictedAt }) => (predictedAt - T0) / BAR_MS)).toEqual([4, 5]);
    expect(outcome.emitted("predictions.labelled")[0]).toMatchObject({ predictedAt: T0 + 3 * BAR_MS, outcomes: [{ returnRatio: 1 }] });
  });

  it("ends the oldest as missing when predictions pile up without bars", () => {
    const most = LIMITS.openHorizons * HORIZON;
    let scenario = given(core);
    for (let i = 0; i < most; i++) scenario = scenario.after(signals(T0 + i * BAR_MS, [signal("BTCUSDT")]));
    expect(scenario.when().state.open).toHaveLength(most);
    const outcome = scenario.when(signals(T0 + most * BAR_MS, [signal("BTCUSDT")]));
    expect(outcome.state.open).toHaveLength(most);
    expect(outcome.stored("predictions").map(({ at, label_status }) => [at, label_status])).toEqual([
      [T0 + most * BAR_MS, "OPEN"],
      [T0, "MISSING"],
    ]);
    expect(outcome.state.missing).toBe(1);
  });
});

describe("CLM-06: closes that come as history", () => {
  /** Bars of a symbol that close at these times, at this price. */
  const history = (symbol: string, price: number, interval: "5m" | "1m", ...closes: number[]) => {
    const bars = closes.flatMap((closeAt) => close(closeAt, { [symbol]: price }, { interval }).data.bars.map(({ bar }) => bar));
    return event("bars.backfilled", { symbol, interval, bars });
  };
  const LATER = DUE + 10 * BAR_MS;
  const afterwards = close(LATER, { BTCUSDT: 150, ETHUSDT: 150 });
  const labels = (outcome: { stored(table: string): Record<string, unknown>[] }) =>
    outcome.stored("predictions").map((row) => [row.symbol, row.label_status, row.return_ratio, row.labelled_at]);

  it("label what was due meanwhile, at its own horizon, when the next cycle closes; whose close did not come is missing", () => {
    const outcome = predicted.when(history("BTCUSDT", 102, "5m", DUE - BAR_MS, DUE, DUE + BAR_MS), afterwards);
    expect(labels(outcome)).toEqual([
      ["BTCUSDT", "LABELLED", 0.02, DUE],
      ["ETHUSDT", "MISSING", null, LATER],
    ]);
    expect(outcome.emitted("predictions.labelled")).toMatchObject([{ outcomes: [{ symbol: "BTCUSDT", returnRatio: 0.02 }] }]);
    expect(outcome.state).toMatchObject({ labelled: 1, missing: 1, lastLabelledAt: T0 });
  });

  it.each([
    ["a bar earlier", history("BTCUSDT", 102, "5m", DUE - BAR_MS)],
    ["a bar later", history("BTCUSDT", 102, "5m", DUE + BAR_MS)],
    ["of another interval", history("BTCUSDT", 102, "1m", DUE)],
    ["of another symbol", history("DOGEUSDT", 102, "5m", DUE)],
    ["of no bars", history("BTCUSDT", 102, "5m")],
  ])("do not stand in: %s", (_, backfilled) => {
    expect(labels(predicted.when(backfilled, afterwards)).map(([, status]) => status)).toEqual(["MISSING", "MISSING"]);
  });

  it("give way to the close that was published", () => {
    const outcome = predicted.when(history("BTCUSDT", 102, "5m", DUE), close(DUE, { BTCUSDT: 101, ETHUSDT: 99 }));
    expect(labels(outcome).map(([, , ratio]) => ratio)).toEqual([0.01, -0.01]);
  });
});

describe("CLM-02: accuracy", () => {
  /** `count` cycles in which XGB says 0.7 and is right in the share `right` of them. */
  function scored(count: number, right: number) {
    let scenario = given(core);
    for (let i = 0; i < count + HORIZON; i++) {
      const at = T0 + i * BAR_MS;
      const moved = i >= HORIZON && (i - HORIZON) % 10 < right * 10 ? 101 : 99;
      scenario = scenario.after(
        close(at, { BTCUSDT: moved }),
        ...(i < count ? [signals(at, [signal("BTCUSDT", [0.7, null, 0.5, null])])] : []),
      );
    }
    const { state } = scenario.when();
    const { models, up } = readAccuracy(state.accuracy, state.lastCloseAt, LIMITS.windowsMs.week);
    return { of: (slot: string) => models.find((model) => model.slot === slot)!, up, state };
  }

  it("is not stated with 199 decided outcomes, and is with 200", () => {
    const below = scored(199, 0.6);
    expect(below.of("XGB")).toMatchObject({ outcomes: 199, accuracy: null, brier: null, note: "N/A: 199 decided outcomes, 200 needed" });
    expect(below.up).toBeNull();
    const enough = scored(200, 0.6);
    expect(enough.of("XGB").accuracy).toBeCloseTo(0.6, 12);
    expect(enough.of("XGB").brier).toBeCloseTo(0.6 * 0.09 + 0.4 * 0.49, 12);
    expect(enough.of("XGB").standardError).toBeCloseTo(Math.sqrt(0.24 / 200), 12);
    expect(enough.of("ENSEMBLE").accuracy).toBeCloseTo(0.6, 12);
    expect(enough.up).toBeCloseTo(0.6, 12);
  });

  it("does not count abstentions, nor even votes as right or wrong", () => {
    const { of } = scored(200, 0.6);
    expect(of("LGBM")).toMatchObject({ outcomes: 0, note: "N/A: 0 decided outcomes, 200 needed" });
    expect(of("NH")).toMatchObject({ outcomes: 200, accuracy: null });
  });

  it("forgets what is older than its window", () => {
    const { state } = scored(200, 0.6);
    const read = (now: number) => readAccuracy(state.accuracy, now, LIMITS.windowsMs.day).models[0]!.outcomes;
    expect(read(state.lastCloseAt)).toBe(200);
    expect(read(state.lastCloseAt + 2 * 86_400_000)).toBe(0);
    const later = T0 + 30 * 86_400_000;
    const outcome = given(core)
      .state(state)
      .after(signals(later, [signal("BTCUSDT")]))
      .when(close(later + HORIZON * BAR_MS, { BTCUSDT: 101 }));
    expect(outcome.state.accuracy.buckets).toHaveLength(1);
  });

  it.each([
    [0.51, 0.01, true],
    [0.51, -0.01, false],
    [0.49, -0.01, true],
    [0.5, 0.01, null],
    [0.9, 0, null],
  ])("takes a probability of %d and a return of %d as %p", (probability, move, wanted) => {
    expect(isCorrect(probability, move)).toBe(wanted);
  });
});

describe("closed trades", () => {
  it("are counted with what they earned", () => {
    const { state } = given(core).when(tradeClosed("12.5", 1.25), tradeClosed("-3", -0.3), tradeClosed("0.00", null));
    expect(state.trades).toEqual({ closed: 3, won: 1, rKnown: 2, rSum: 0.95 });
  });
});
