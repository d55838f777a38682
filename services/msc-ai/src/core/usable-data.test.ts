import { describe, expect, it } from "@jest/globals";
import { given } from "@quantum/test-kit";
import type { Bar } from "@quantum/types";
import { type Answer, barsAt, closed, closes, history, labelled, STEP_MS } from "../../test/scenario.ts";
import { createMscAiCore, LIMITS, reasonOf } from "./index.ts";

const core = createMscAiCore();
const { series } = labelled(["BTCUSDT", "ETHUSDT", "DOGEUSDT"], 400);
const BTC = series.BTCUSDT!;
const warm = (bars = 300) => given(core).after(...Object.keys(series).map((symbol) => history(symbol, series[symbol]!.slice(0, bars))));
const stateOf = (answer: Answer | undefined, symbol = "BTCUSDT") => answer?.symbols.find((one) => one.symbol === symbol)?.state;
const last = (answers: readonly Answer[]) => answers.at(-1);
const alone = (bars: readonly Bar[]) => bars.map((bar) => closed({ BTCUSDT: bar }));

describe("MSC-01: UNKNOWN on bad data", () => {
  it(`with ${LIMITS.leastHistoryBars - 1} measured bars, and not with ${LIMITS.leastHistoryBars}`, () => {
    // The first bar has no predecessor and is not measured.
    const before = given(core).after(history("BTCUSDT", BTC.slice(0, LIMITS.leastHistoryBars - 1)));
    const short = before.when(...alone(BTC.slice(LIMITS.leastHistoryBars - 1, LIMITS.leastHistoryBars)));
    expect(stateOf(last(short.emitted("regime.classified")))).toBe("UNKNOWN");
    expect(reasonOf(short.state, "BTCUSDT")).toBe(`${LIMITS.leastHistoryBars - 1} of ${LIMITS.leastHistoryBars} bars of history`);
    const next = before.when(...alone(BTC.slice(LIMITS.leastHistoryBars - 1, LIMITS.leastHistoryBars + 1)));
    expect(reasonOf(next.state, "BTCUSDT")).not.toMatch(/bars of history/);
  });

  it(`after a gap for ${LIMITS.leastUnbrokenBars - 1} bars, and then no more`, () => {
    const after = closes(series, 303, 303 + LIMITS.leastUnbrokenBars + 8);
    const outcome = warm().when(closed(barsAt(series, 300)), ...after);
    const states = outcome.emitted("regime.classified").map((answer) => stateOf(answer));
    expect(states[0]).not.toBe("UNKNOWN");
    expect(states.slice(1, LIMITS.leastUnbrokenBars)).toEqual(new Array(LIMITS.leastUnbrokenBars - 1).fill("UNKNOWN"));
    expect(states.at(-1)).not.toBe("UNKNOWN");
    const short = warm().when(closed(barsAt(series, 300)), ...after.slice(0, LIMITS.leastUnbrokenBars - 1));
    expect(reasonOf(short.state, "BTCUSDT")).toBe(`${LIMITS.leastUnbrokenBars - 1} of ${LIMITS.leastUnbrokenBars} unbroken bars`);
  });

  it("in the cycle in which a symbol has no bar, though the others have", () => {
    const { BTCUSDT: _, ...rest } = barsAt(series, 300);
    const outcome = warm().when(closed(rest, { missing: ["BTCUSDT"] }));
    const answer = last(outcome.emitted("regime.classified"));
    expect(stateOf(answer)).toBe("UNKNOWN");
    expect(stateOf(answer, "ETHUSDT")).not.toBe("UNKNOWN");
    expect(reasonOf(outcome.state, "BTCUSDT")).toBe("no usable bar at this close");
  });

  it.each([
    ["a price that is no number", { close: Number.NaN }],
    ["an infinite price", { high: Number.POSITIVE_INFINITY }],
    ["a price of zero", { low: 0 }],
    ["a high below the close", { high: BTC[300]!.low / 2 }],
    ["a volume that is no number", { volume: Number.NaN }],
    ["a time off the grid", { openAt: BTC[300]!.openAt + 1 }],
  ])("with %s, which is never taken in", (_, change) => {
    const input = closed({ ...barsAt(series, 300), BTCUSDT: { ...BTC[300]!, ...change } }, { closeAt: BTC[300]!.openAt + STEP_MS });
    const outcome = warm().when(input);
    expect(stateOf(last(outcome.emitted("regime.classified")))).toBe("UNKNOWN");
    expect(outcome.state.symbols.BTCUSDT).toEqual(warm().when().state.symbols.BTCUSDT);
  });

  it(`after more than ${LIMITS.maxIdleBars} bars without trades, until it trades again long enough`, () => {
    const idle = (count: number) => alone(BTC.slice(300, 300 + count).map((bar) => ({ ...bar, volume: 0 })));
    const only = given(core).after(history("BTCUSDT", BTC.slice(0, 300)));
    expect(stateOf(last(only.when(...idle(LIMITS.maxIdleBars)).emitted("regime.classified")))).not.toBe("UNKNOWN");
    const stopped = only.when(...idle(LIMITS.maxIdleBars + 1));
    expect(stateOf(last(stopped.emitted("regime.classified")))).toBe("UNKNOWN");
    expect(reasonOf(stopped.state, "BTCUSDT")).toBe("3 bars without trades, at most 2 are a pause");
    const again = only.after(...idle(LIMITS.maxIdleBars + 1)).when(...alone(BTC.slice(303, 345)));
    const states = again.emitted("regime.classified").map((answer) => stateOf(answer));
    expect(states.slice(0, LIMITS.leastUnbrokenBars - 1)).toEqual(new Array(LIMITS.leastUnbrokenBars - 1).fill("UNKNOWN"));
    expect(states.at(-1)).not.toBe("UNKNOWN");
  });

  it("keeps its state plain JSON when prices never move", () => {
    const still = BTC.map((bar) => ({ ...bar, open: 5, high: 5, low: 5, close: 5 }));
    const outcome = given(core)
      .after(history("BTCUSDT", still.slice(0, 300)))
      .when(closed({ BTCUSDT: still[300]! }));
    expect(outcome.state.symbols.BTCUSDT?.probabilities.every(Number.isFinite)).toBe(true);
  });
});
