import { describe, expect, it } from "@jest/globals";
import { instrumentFor } from "@quantum/exchange/engine";
import type { Bar } from "@quantum/types";
import { Tape } from "./tape.ts";

const STEP = 60_000;
const bar = (minute: number): Bar => ({
  openAt: minute * STEP,
  open: 100 + minute,
  high: 102 + minute,
  low: 99 + minute,
  close: 101 + minute,
  volume: 1,
  quoteVolume: 100,
  trades: 1,
  takerBuyVolume: 0.5,
});
const minutes = (...numbers: number[]) => numbers.map(bar);

function tape(bars: Bar[], funding = {}): Tape {
  return new Tape({
    interval: "1m",
    generated: true,
    source: "test",
    instruments: [instrumentFor("BTCUSDT", 100)],
    series: { BTCUSDT: bars },
    funding,
    startAt: 0,
    endAt: 60 * STEP,
  });
}
const ask = { symbol: "BTCUSDT", interval: "1m", limit: 10 } as const;
const opens = (bars: Bar[]) => bars.map((each) => each.openAt / STEP);

describe("the tape", () => {
  it("shows a bar when it has closed, not a millisecond before", () => {
    const played = tape(minutes(0, 1, 2));
    expect(opens(played.klines({ ...ask, upTo: 2 * STEP - 1 }))).toEqual([0]);
    expect(opens(played.klines({ ...ask, upTo: 2 * STEP }))).toEqual([0, 1]);
    expect(played.barClosingAt("BTCUSDT", STEP)?.openAt).toBe(0);
    expect(played.barClosingAt("BTCUSDT", 4 * STEP)).toBeUndefined();
  });

  it("without a start the newest come, with a start the oldest from there", () => {
    const played = tape(minutes(0, 1, 2, 3, 4, 5));
    expect(opens(played.klines({ ...ask, limit: 2, upTo: 6 * STEP }))).toEqual([4, 5]);
    expect(opens(played.klines({ ...ask, limit: 2, upTo: 6 * STEP, startAt: STEP }))).toEqual([1, 2]);
    expect(opens(played.klines({ ...ask, upTo: 6 * STEP, startAt: STEP, endAt: 3 * STEP }))).toEqual([1, 2, 3]);
    expect(opens(played.klines({ ...ask, limit: 2, upTo: 6 * STEP, endAt: 3 * STEP }))).toEqual([2, 3]);
  });

  it("joins longer bars; the newest may be unfinished, and knows nothing of what comes", () => {
    const played = tape(minutes(...Array.from({ length: 12 }, (_, i) => i)));
    const bars = played.klines({ ...ask, interval: "5m", upTo: 7 * STEP });
    expect(opens(bars)).toEqual([0, 5]);
    expect(bars[0]).toMatchObject({ open: 100, high: 106, low: 99, close: 105, volume: 5 });
    expect(bars[1]).toMatchObject({ open: 105, close: 107, volume: 2 });
    expect(opens(played.klines({ ...ask, interval: "5m", limit: 1, upTo: 12 * STEP, startAt: 5 * STEP, endAt: 5 * STEP }))).toEqual([5]);
  });

  it("a shorter interval than the tape's is not there", () => {
    const five = new Tape({ ...tape([]).content, interval: "5m" });
    expect(five.klines({ ...ask, upTo: 60 * STEP })).toEqual([]);
  });

  it("gaps stay gaps", () => {
    expect(opens(tape(minutes(0, 1, 4)).klines({ ...ask, upTo: 5 * STEP }))).toEqual([0, 1, 4]);
  });

  it("funding is due after one close and up to the next", () => {
    const played = tape([], { BTCUSDT: [{ paidAt: 5 * STEP, intervalHours: 8, ratio: 0.0002 }] });
    expect(played.fundingBetween("BTCUSDT", 4 * STEP, 5 * STEP)).toHaveLength(1);
    expect(played.fundingBetween("BTCUSDT", 5 * STEP, 6 * STEP)).toEqual([]);
  });

  it("its fingerprint changes with any bar", () => {
    const one = tape(minutes(0, 1)).fingerprint();
    expect(tape(minutes(0, 1)).fingerprint()).toBe(one);
    expect(tape([bar(0), { ...bar(1), volume: 2 }]).fingerprint()).not.toBe(one);
  });
});
