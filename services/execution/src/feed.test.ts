import { afterEach, describe, expect, it, jest } from "@jest/globals";
import type { ExchangeGateway } from "@quantum/exchange";
import type { FeedAccess } from "@quantum/service-kit/run";
import { eventually } from "@quantum/test-kit";
import type { Bar } from "@quantum/types";
import { type ClosedBars, createExecutionCore, DEFAULT_LIMITS, type ExecutionState } from "./core/index.ts";
import { followExchange } from "./feed.ts";

const STEP_MS = 300_000;
const START = Date.UTC(2024, 0, 2);
const close = (bar: number): number => START + bar * STEP_MS;
const barOf = (closeAt: number): Bar => ({
  openAt: closeAt - STEP_MS,
  open: 1,
  high: 1,
  low: 1,
  close: 1,
  volume: 1,
  quoteVolume: 1,
  trades: 1,
  takerBuyVolume: 1,
});
const instrument = { symbol: "BTCUSDT", status: "TRADING" };

type Listener = Parameters<ExchangeGateway["stream"]>[2];

/** An exchange whose market stands where a test puts it, and that answers questions for bars when the test lets it. */
function marketAt(bar: number) {
  const market = { at: close(bar), looks: 0, listener: null as Listener | null, asked: [] as number[], answers: Promise.resolve() };
  const gateway: Partial<ExchangeGateway> = {
    marketTime: async () => {
      market.looks++;
      return market.at;
    },
    instruments: async () => [instrument] as never,
    prepare: async () => undefined,
    bars: async (_symbol, _interval, { since }) => {
      if (since === undefined) return [];
      market.asked.push(since + STEP_MS);
      await market.answers;
      return since + STEP_MS <= market.at ? [barOf(since + STEP_MS)] : [];
    },
    stream: async (_symbols, _intervals, listener, signal) => {
      market.listener = listener;
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
    },
  };
  return { market, gateway: gateway as ExchangeGateway };
}

/** Follows the exchange with a service that saw the close of this bar last. */
function follow(gateway: ExchangeGateway, lastBar: number) {
  const state: ExecutionState = {
    ...createExecutionCore({ limits: DEFAULT_LIMITS, firstMode: "ENFORCED" }).initial(),
    lastCloseAt: close(lastBar),
  };
  const closes: number[] = [];
  const stop = new AbortController();
  const access = {
    state: () => state,
    signal: stop.signal,
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    observe: async (name: string, data: unknown) => {
      if (name !== "bars") return;
      const { closeAt } = data as ClosedBars;
      if (closeAt <= (state.lastCloseAt ?? 0)) return;
      closes.push(closeAt);
      state.lastCloseAt = closeAt;
    },
  } as unknown as FeedAccess<ExecutionState>;
  const settings = { symbols: [], interval: "5m", watchInterval: null, graceMs: 1_000, warmupBars: 10, syncMs: 0 } as const;
  const ended = followExchange(gateway, settings, access, () => undefined);
  const end = async () => {
    stop.abort();
    await ended;
  };
  return { closes, end };
}

/** Lets the feed look for closes that did not come as often as said, however fast this machine is. */
async function looks(market: { readonly looks: number }, times: number): Promise<void> {
  for (const wanted = market.looks + times; market.looks < wanted; ) await jest.advanceTimersByTimeAsync(2_000);
}

afterEach(() => {
  jest.useRealTimers();
});

describe("bars that execution publishes", () => {
  it("are the stream's, at once: the exchange is not asked for a close that has only just come", async () => {
    jest.useFakeTimers({ doNotFake: ["Date"] });
    const { market, gateway } = marketAt(10);
    const { closes, end } = follow(gateway, 10);
    await eventually(() => market.listener, { what: "the stream is open" });
    market.answers = new Promise(() => undefined);
    market.at = close(11);
    await looks(market, 1);
    market.listener?.onBar("BTCUSDT", "5m", barOf(close(11)));
    await eventually(() => closes.length === 1, { what: "bar 11" });
    await end();
    expect([closes, market.asked]).toEqual([[close(11)], []]);
  });

  it("are asked for when the stream does not bring them", async () => {
    jest.useFakeTimers({ doNotFake: ["Date"] });
    const { market, gateway } = marketAt(10);
    const { closes, end } = follow(gateway, 10);
    await eventually(() => market.listener, { what: "the stream is open" });
    market.at = close(11);
    await looks(market, 2);
    await eventually(() => closes.length === 1, { what: "bar 11" });
    await end();
    expect(closes).toEqual([close(11)]);
  });

  it("come in order, also when one closes while the one before it is still being asked for", async () => {
    const { market, gateway } = marketAt(10);
    const { closes, end } = follow(gateway, 10);
    await eventually(() => market.listener, { what: "the stream is open" });
    let answer: () => void = () => undefined;
    market.answers = new Promise((resolve) => {
      answer = resolve;
    });
    // Bar 11 closed before the stream told of closes, bar 12 closes while 11 is asked for.
    market.at = close(11);
    market.listener?.onConnected();
    await eventually(() => market.asked.includes(close(11)), { what: "bar 11 is asked for" });
    market.at = close(12);
    market.listener?.onBar("BTCUSDT", "5m", barOf(close(12)));
    answer();
    await eventually(() => closes.length >= 2, { what: "both bars" });
    await end();
    expect(closes).toEqual([close(11), close(12)]);
  });

  it("have no hole: a bar that comes when an older one was never seen goes after that one", async () => {
    const { market, gateway } = marketAt(10);
    const { closes, end } = follow(gateway, 10);
    await eventually(() => market.listener, { what: "the stream is open" });
    market.at = close(12);
    market.listener?.onBar("BTCUSDT", "5m", barOf(close(12)));
    await eventually(() => closes.length >= 2, { what: "both bars" });
    await end();
    expect(closes).toEqual([close(11), close(12)]);
  });
});
