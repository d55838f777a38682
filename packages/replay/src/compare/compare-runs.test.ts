import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { digestOf, type LoggedEvent } from "../record/event-log.ts";
import { compareRuns } from "./compare-runs.ts";
import { type RecordedRun, readRun } from "./read-run.ts";

const event = (parts: Partial<LoggedEvent>): LoggedEvent =>
  ({
    id: "e",
    type: "order.settled",
    v: 1,
    at: 100,
    source: "execution",
    mode: "ENFORCED",
    cause: null,
    data: {},
    ...parts,
  }) as LoggedEvent;
const run = (events: LoggedEvent[]): RecordedRun => ({ folder: "", events, orders: [], fills: [] });
const requested = event({
  id: "r",
  type: "order.requested",
  source: "trading_bot",
  at: 90,
  data: { intent: { intentId: "i1", tradeId: "t1" } },
});

describe("two runs are the same", () => {
  it("whatever order events of one moment arrived in", () => {
    const [one, other] = [event({ id: "1", data: { a: 1 } }), event({ id: "2", data: { a: 2 } })];
    expect(compareRuns(run([one, other]), run([other, one])).same).toBe(true);
  });

  it("whatever the exchange numbered, and whatever a shell said about itself", () => {
    const one = run([event({ data: { exchangeOrderId: "1", fill: { exchangeTradeId: "7", price: "2" } } })]);
    const other = run([
      event({ type: "service.started", at: 1 }),
      event({ data: { exchangeOrderId: "2", fill: { exchangeTradeId: "9", price: "2" } } }),
    ]);
    expect(compareRuns(one, other)).toMatchObject({ same: true, event: null });
  });

  it("when one log holds an event and the other its digest", () => {
    const data = { signals: [{ symbol: "BTCUSDT" }] };
    const brief = event({ digest: digestOf(data) });
    delete (brief as { data?: unknown }).data;
    expect(compareRuns(run([event({ data })]), run([brief])).same).toBe(true);
    expect(compareRuns(run([event({ data: { signals: [] } })]), run([brief])).same).toBe(false);
  });
});

describe("where two runs part", () => {
  it("is the first moment at which they differ, with the fields and with what led to it in both", () => {
    const settled = (price: string) => event({ id: "s", cause: "r", data: { intentId: "i1", tradeId: "t1", averagePrice: price } });
    const later = event({ at: 200, data: { a: 1 } });
    const { same, event: parting } = compareRuns(run([requested, settled("1"), later]), run([requested, settled("2")]));
    expect(same).toBe(false);
    expect(parting).toMatchObject({ at: 100, fields: [{ path: "averagePrice", one: '"1"', other: '"2"' }] });
    expect(parting?.one?.ledBy).toEqual([requested]);
    expect(parting?.other?.ledBy).toEqual([requested]);
  });

  it("may be an event that only one of them has, or has twice", () => {
    expect(compareRuns(run([requested]), run([])).event).toMatchObject({ at: 90, one: { event: { id: "r" } }, other: null });
    expect(compareRuns(run([requested]), run([requested, requested])).event).toMatchObject({ one: null, other: { event: { id: "r" } } });
  });
});

describe("a run folder that cannot be used is named, with the file and the line", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "run-"));
    writeFileSync(join(folder, "events.jsonl"), `${JSON.stringify(requested)}\n`);
    for (const name of ["orders.json", "fills.json"]) writeFileSync(join(folder, name), "[]\n");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("whole", () => expect(readRun(folder).events).toEqual([requested]));

  it("without its orders", () => {
    rmSync(join(folder, "orders.json"));
    expect(() => readRun(folder)).toThrow(/is not a whole run folder: orders\.json cannot be read \(ENOENT\)/);
  });

  it("with a line cut off", () => {
    writeFileSync(join(folder, "events.jsonl"), `${JSON.stringify(requested)}\n{"id":"x`);
    expect(() => readRun(folder)).toThrow(/events\.jsonl line 2 is damaged/);
  });

  it("with a table that is no list", () => {
    writeFileSync(join(folder, "fills.json"), "{}");
    expect(() => readRun(folder)).toThrow(/fills\.json is damaged/);
  });
});
