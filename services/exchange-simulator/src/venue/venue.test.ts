import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { instrumentFor } from "@quantum/exchange/engine";
import type { Bar } from "@quantum/types";
import { Tape } from "../market/tape.ts";
import type { Command } from "./command.ts";
import { Venue } from "./venue.ts";

const STEP = 300_000;
const START_AT = 100 * STEP;
const bars: Bar[] = Array.from({ length: 112 }, (_, i) => ({
  openAt: i * STEP,
  open: 100,
  high: 101,
  low: 99,
  close: 100,
  volume: 100_000,
  quoteVolume: 1e7,
  trades: 9,
  takerBuyVolume: 1,
}));
const tape = new Tape({
  interval: "5m",
  generated: true,
  source: "test",
  instruments: [instrumentFor("BTCUSDT", 100)],
  series: { BTCUSDT: bars },
  funding: {},
  startAt: START_AT,
  endAt: START_AT + 10 * STEP,
});
const BUY: Command = { kind: "place", request: { symbol: "BTCUSDT", side: "BUY", type: "MARKET", quantity: "1" } };
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "venue-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const open = () => new Venue(tape, { seed: 1, walletUsd: "10000", stateDir: dir });

describe("the venue", () => {
  it("begins with the history played: a price, and liquidity measured", () => {
    const venue = open();
    expect(venue.marketAt).toBe(START_AT);
    expect(venue.exchange.markets.BTCUSDT?.lastPrice).toBe(100);
    expect(venue.exchange.markets.BTCUSDT?.volumePerMinuteUsd).toBeCloseTo(2e6, 0);
    venue.close();
  });

  it("goes bar by bar to the time asked for, never past the end of the tape, telling events before the close", () => {
    const venue = open();
    const told: string[] = [];
    venue.execute({ kind: "place", request: { symbol: "BTCUSDT", side: "BUY", type: "LIMIT", quantity: "1", price: "99.5" } });
    venue.listen({
      happened: (events) => told.push(`events ${events.length}`),
      closed: (at) => told.push(`closed ${(at - START_AT) / STEP}`),
    });
    venue.advanceTo(START_AT + 2 * STEP + 1);
    expect(told).toEqual(["events 2", "closed 1", "closed 2"]);
    venue.advanceTo(START_AT + 99 * STEP);
    expect([venue.done, venue.marketAt]).toEqual([true, START_AT + 10 * STEP]);
    venue.close();
  });

  it("comes back with the same books; what was refused left no trace", () => {
    const venue = open();
    venue.execute(BUY);
    expect(venue.execute({ kind: "cancel", reference: { symbol: "BTCUSDT", orderId: 77 } }).accepted).toBe(false);
    venue.advanceTo(START_AT + 3 * STEP);
    const books = JSON.stringify(venue.exchange);
    venue.close();
    const again = open();
    expect(again.recovered).toBe(4);
    expect(JSON.stringify(again.exchange)).toBe(books);
    again.close();
  });

  it("books that cannot be written down stand still and say why", () => {
    const venue = open();
    venue.execute(BUY);
    venue.close();
    expect(() => venue.execute(BUY)).toThrow(/journal cannot be written/);
    expect(() => venue.execute({ kind: "cancelAll", symbol: "BTCUSDT" })).toThrow(/journal cannot be written/);
    expect(venue.brokenBy?.message).toContain("SIM_STATE_DIR");
    const again = open();
    expect(again.exchange.orders).toHaveLength(1);
    again.close();
  });
});
