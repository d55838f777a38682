import { describe, expect, it } from "@jest/globals";
import { eventually } from "@quantum/test-kit";
import type { Bar } from "@quantum/types";
import { BarCollector } from "./bar-collector.ts";
import type { ClosedBars } from "./core/index.ts";

const OPEN = Date.UTC(2023, 6, 13);
const bar = (openAt: number, close = 1): Bar => ({
  openAt,
  open: 1,
  high: 2,
  low: 0.5,
  close,
  volume: 1,
  quoteVolume: 1,
  trades: 1,
  takerBuyVolume: 0.5,
});

function collector(parts: { watchInterval?: "1m"; graceMs?: number; fetched?: () => Promise<Bar | null> }): {
  collected: ClosedBars[];
  failures: unknown[];
  collector: BarCollector;
} {
  const collected: ClosedBars[] = [];
  const failures: unknown[] = [];
  const settings = {
    symbols: ["AUSDT", "BUSDT"],
    interval: "5m" as const,
    watchInterval: parts.watchInterval ?? null,
    graceMs: parts.graceMs ?? 60_000,
  };
  return {
    collected,
    failures,
    collector: new BarCollector(settings, {
      complete: (bars) => collected.push(bars),
      fetchBar: parts.fetched ?? (async () => null),
      failed: (error) => failures.push(error),
    }),
  };
}

describe("bars of one close", () => {
  it("go out together once all symbols are there, in the fixed order of symbols", () => {
    const { collected, collector: bars } = collector({});
    bars.add("BUSDT", "5m", bar(OPEN));
    expect(collected).toEqual([]);
    bars.add("AUSDT", "5m", bar(OPEN));
    expect(collected).toMatchObject([
      { closeAt: OPEN + 300_000, opensCycle: true, missing: [], bars: [{ symbol: "AUSDT" }, { symbol: "BUSDT" }] },
    ]);
    bars.stop();
  });

  it("go out without a symbol that has none when the grace is over, and name it", async () => {
    const { collected, collector: bars } = collector({ graceMs: 1 });
    bars.add("AUSDT", "5m", bar(OPEN));
    await eventually(() => collected.length === 1);
    expect(collected[0]).toMatchObject({ missing: ["BUSDT"], bars: [{ symbol: "AUSDT" }] });
  });

  it("ask the exchange once for what is missing", async () => {
    const { collected, collector: bars } = collector({ graceMs: 1, fetched: async () => bar(OPEN, 1.5) });
    bars.add("AUSDT", "5m", bar(OPEN));
    await eventually(() => collected.length === 1);
    expect(collected[0]).toMatchObject({ missing: [], bars: [{ symbol: "AUSDT" }, { symbol: "BUSDT", bar: { close: 1.5 } }] });
  });

  it("are not given out when that question fails: it is told, and they are no longer at work", async () => {
    const { collected, failures, collector: bars } = collector({ graceMs: 1, fetched: () => Promise.reject(new Error("no answer")) });
    bars.add("AUSDT", "5m", bar(OPEN));
    await eventually(() => failures.length === 1);
    expect([collected, failures, bars.oldest]).toEqual([[], [new Error("no answer")], null]);
  });

  it("are at work from the first one until they go out; one that comes while it is asked for is taken", async () => {
    let answer: ((bar: Bar | null) => void) | null = null;
    const fetched = () => new Promise<Bar | null>((resolve) => (answer = resolve));
    const { collected, collector: bars } = collector({ graceMs: 1, fetched });
    bars.add("AUSDT", "5m", bar(OPEN));
    await eventually(() => answer !== null);
    bars.add("BUSDT", "5m", bar(OPEN, 3));
    expect([collected, bars.oldest]).toEqual([[], OPEN + 300_000]);
    (answer as unknown as (bar: Bar | null) => void)(null);
    await eventually(() => collected.length === 1);
    expect(collected[0]).toMatchObject({ missing: [], bars: [{ symbol: "AUSDT" }, { symbol: "BUSDT", bar: { close: 3 } }] });
    expect(bars.oldest).toBeNull();
  });

  it("begin nothing anew when one comes after its close went out, or after a newer one did", () => {
    const { collected, collector: bars } = collector({});
    for (const symbol of ["AUSDT", "BUSDT"]) bars.add(symbol, "5m", bar(OPEN + 300_000));
    bars.add("AUSDT", "5m", bar(OPEN + 300_000));
    bars.add("AUSDT", "5m", bar(OPEN));
    expect([collected.length, bars.oldest]).toEqual([1, null]);
    bars.stop();
  });

  it("exactly one interval speaks for a close: the trading interval where it closes, the watched one between", () => {
    const { collected, collector: bars } = collector({ watchInterval: "1m" });
    for (const symbol of ["AUSDT", "BUSDT"]) {
      bars.add(symbol, "1m", bar(OPEN));
      bars.add(symbol, "1m", bar(OPEN + 240_000));
      bars.add(symbol, "5m", bar(OPEN));
    }
    expect(collected.map(({ interval, closeAt, opensCycle }) => [interval, closeAt - OPEN, opensCycle])).toEqual([
      ["1m", 60_000, false],
      ["5m", 300_000, true],
    ]);
    bars.stop();
  });

  it("of a symbol that is not followed are passed over", () => {
    const { collected, collector: bars } = collector({});
    bars.add("CUSDT", "5m", bar(OPEN));
    bars.add("AUSDT", "5m", bar(OPEN));
    expect(collected).toEqual([]);
    bars.stop();
  });
});
