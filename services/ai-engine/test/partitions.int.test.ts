import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { readConfig } from "@quantum/service-kit/config";
import { eventually } from "@quantum/test-kit";
import { openStage, type RunningService, type Stage } from "@quantum/test-kit/stage";
import { type Bar, deriveId, type EventData, type FleetEvent, type Signal } from "@quantum/types";
import { environment, nameOf } from "../src/config.ts";
import { createAiEngineCore, ownerOf, workerName } from "../src/core/index.ts";
import { service } from "../src/service.ts";
import { saidIn } from "./cluster.ts";
import { closed, generatedOf, history } from "./scenario.ts";

const SYMBOLS = ["BTCUSDT", "ETHUSDT", "DOGEUSDT", "ADAUSDT", "LTCUSDT", "XLMUSDT", "XRPUSDT", "BNBUSDT"];
const SERIES: Readonly<Record<string, Bar[]>> = generatedOf(SYMBOLS, 130);
const PARTITIONS = "3";
const MAIN = new URL("../src/main.ts", import.meta.url);
/** Longer than any restart here, so that who is waited for decides and not the machine. */
const PATIENT = { PARTITIONS, WAIT_MS: "60000" };

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const member = (partition: number, own: Record<string, string> = {}): Promise<RunningService> =>
  stage.launch(nameOf({ PARTITION: String(partition) }), { environment, service }, { ...PATIENT, PARTITION: String(partition), ...own });
const spawned = (partition: number) => stage.spawn(MAIN, { ...PATIENT, PARTITION: String(partition) });
const past = () => SYMBOLS.map((symbol) => history(symbol, SERIES[symbol]!.slice(0, 100)));
const closeOf = (i: number): FleetEvent<"bars.closed"> =>
  closed(Object.fromEntries(SYMBOLS.map((symbol) => [symbol, SERIES[symbol]![100 + i]!])));

/** A digest of an answer to the byte, with its cycle; a difference of whole answers would fill pages. */
const digestOf = (data: unknown, cycle: number | undefined): string => `${cycle} ${deriveId(JSON.stringify(data))}`;

/** What one instance alone says about the same bars. */
function alone(cycles: number): string[] {
  const core = createAiEngineCore();
  const state = core.initial();
  for (const input of past()) core.decide(state, input);
  return Array.from({ length: cycles }, (_, i) => {
    const [said] = saidIn(core.decide(state, closeOf(i)).effects, "signals.generated");
    return digestOf(said?.data, said?.cycle);
  });
}

const digestsOf = (events: readonly FleetEvent<"signals.generated">[]): string[] => events.map(({ data, cycle }) => digestOf(data, cycle));
/** A service that was launched has not said hello yet. */
const hellos = (partition: number, count = 1) =>
  stage.until("service.started", count, ({ source }) => source === nameOf({ PARTITION: String(partition) }));
const abstained = ({ signals }: EventData<"signals.generated">): string[] =>
  signals.filter(({ votes }) => votes.every(({ reason }) => reason.includes("is missing"))).map(({ symbol }) => symbol);
const owned = (partition: number): string[] => SYMBOLS.filter((symbol) => ownerOf(symbol, Number(PARTITIONS)) === partition);

describe("a lead with two workers over a real bus", () => {
  it("answers, to the byte, as one alone would, though each of them is killed in turn between bars", async () => {
    let [lead, one, two] = await Promise.all([spawned(0), spawned(1), spawned(2)]);
    await stage.publish(...past(), closeOf(0));
    await stage.until("signals.generated", 1);
    await one.end("SIGKILL");
    await stage.publish(closeOf(1));
    one = await spawned(1);
    await stage.until("signals.generated", 2);
    await lead.end("SIGKILL");
    await stage.publish(closeOf(2));
    lead = await spawned(0);
    await stage.until("signals.generated", 3);
    await Promise.all([lead.end("SIGKILL"), one.end("SIGKILL"), two.end("SIGKILL")]);
    [lead, one, two] = await Promise.all([spawned(0), spawned(1), spawned(2)]);
    await stage.publish(closeOf(3));
    const said = await stage.until("signals.generated", 4);
    expect(digestsOf(said)).toEqual(alone(4));
    expect(said.map(({ source, cycle }) => [source, cycle])).toEqual([0, 1, 2, 3].map((i) => ["ai_engine", closeOf(i).data.closeAt]));
    expect(await stage.said("alert.raised")).toEqual([]);
  }, 90_000);

  it("goes on at once without one that was stopped: its symbols abstain, one alert; started again it is back", async () => {
    const lead = await member(0);
    const [, two] = [await member(1), await member(2)];
    await Promise.all([hellos(1), hellos(2)]);
    await stage.publish(...past(), closeOf(0));
    await stage.until("signals.generated", 1);
    await stage.stop(two);
    await stage.publish(closeOf(1), closeOf(2));
    const without = await stage.until("signals.generated", 3);
    expect(without.map(({ data }) => abstained(data))).toEqual([[], owned(2), owned(2)]);
    expect((await stage.said("alert.raised")).map(({ data }) => data.code)).toEqual(["AI_PARTITION_MISSING"]);
    expect((await stage.ask(lead, "/partitions")).body).toMatchObject({
      partitions: 3,
      missing: [{ partition: 2, service: workerName(2) }],
    });
    await gaugeIs(lead, 2, 1);

    await member(2);
    const parts = await stage.until("signals.computed", 2, ({ source }) => source === workerName(2));
    expect(parts.map(({ cycle }) => cycle)).toEqual([closeOf(0), closeOf(2)].map(({ data }) => data.closeAt));
    await stage.publish(closeOf(3), closeOf(4), closeOf(5));
    const back = await stage.until("signals.generated", 6);
    expect(digestsOf(back).slice(3)).toEqual(alone(6).slice(3));
    const alerts = await stage.until("alert.raised", 2);
    expect(alerts.map(({ data }) => `${data.severity} ${data.code}`)).toEqual(["WARNING AI_PARTITION_MISSING", "INFO AI_PARTITION_BACK"]);
    expect((await stage.ask(lead, "/partitions")).body).toMatchObject({ missing: [] });
    await gaugeIs(lead, 2, 0);
    const shown = (await stage.ask<{ signals: Signal[] }>(lead, "/signals")).body.signals;
    expect(shown.map(({ symbol }) => symbol)).toEqual(SYMBOLS);
  }, 60_000);

  it("waits no longer than it is told for one that is dead, then no more until it speaks again", async () => {
    await member(0, { WAIT_MS: "400" });
    await member(1);
    const two = await spawned(2);
    await Promise.all([hellos(1), hellos(2)]);
    await stage.publish(...past(), closeOf(0));
    await stage.until("signals.generated", 1);
    await two.end("SIGKILL");
    await stage.publish(closeOf(1));
    const said = await stage.until("signals.generated", 2);
    expect(abstained(said[1]!.data)).toEqual(owned(2));
    await spawned(2);
    await stage.until("signals.computed", 2, ({ source }) => source === workerName(2));
    await stage.publish(closeOf(2));
    expect(digestsOf(await stage.until("signals.generated", 3))[2]).toBe(alone(3)[2]);
  }, 60_000);

  it("shows the newest whole answer with its cycle; a lead that was started again says that it knows its own share only, until it answers", async () => {
    let lead = await member(0);
    const [one] = [await member(1), await member(2)];
    await Promise.all([hellos(1), hellos(2)]);
    await stage.publish(...past(), closeOf(0));
    await stage.until("signals.generated", 1);
    await eventually(async () => (await shown(lead)).at === closeOf(0).data.closeAt);
    expect(await shown(lead)).toEqual({ at: closeOf(0).data.closeAt, partial: false, symbols: SYMBOLS });
    expect(await shown(one)).toEqual({ at: closeOf(0).data.closeAt, partial: true, symbols: owned(1) });

    await stage.stop(lead);
    lead = await member(0);
    await eventually(async () => (await shown(lead)).at === closeOf(0).data.closeAt);
    expect(await shown(lead)).toEqual({ at: closeOf(0).data.closeAt, partial: true, symbols: owned(0) });
    await stage.publish(closeOf(1));
    await eventually(async () => !(await shown(lead)).partial);
    expect(await shown(lead)).toEqual({ at: closeOf(1).data.closeAt, partial: false, symbols: SYMBOLS });
  }, 60_000);

  it("shows the answer to the cycle before, with that cycle, while the newest still waits for a part", async () => {
    const lead = await member(0);
    const [, two] = [await member(1), await spawned(2)];
    await Promise.all([hellos(1), hellos(2)]);
    await stage.publish(...past(), closeOf(0));
    await stage.until("signals.generated", 1);
    await two.end("SIGKILL");
    await stage.publish(closeOf(1));
    await stage.until("signals.computed", 2, ({ source }) => source === workerName(1));
    await eventually(async () => (await stage.saved<{ open: unknown[] }>("ai_engine"))?.open.length === 1);
    expect(await shown(lead)).toEqual({ at: closeOf(0).data.closeAt, partial: false, symbols: SYMBOLS });
  }, 60_000);

  it("lets only one of two workers of one index speak", async () => {
    await member(0);
    await member(1);
    await member(2);
    await Promise.all([hellos(1), hellos(2)]);
    const second = await member(2);
    await stage.publish(...past(), closeOf(0), closeOf(1));
    expect(digestsOf(await stage.until("signals.generated", 2))).toEqual(alone(2));
    expect(await stage.said("signals.computed")).toHaveLength(4);
    expect((await stage.ask(second, "/health")).body).toMatchObject({ reasons: [expect.stringContaining("lease")] });
  }, 60_000);

  it("does not take the part of a worker that is set for another count", async () => {
    await member(0);
    await member(1);
    await member(2, { PARTITIONS: "4" });
    await Promise.all([hellos(1), hellos(2)]);
    await stage.publish(...past(), closeOf(0));
    const [said] = await stage.until("signals.generated", 1);
    expect(abstained(said!.data)).toEqual(owned(2));
    expect((await stage.until("alert.raised", 1))[0]?.data.message).toContain("works with 4 partitions, the lead with 3");
  }, 60_000);

  it("warms a worker that joins later from what the stream still holds, and answers with it from then on", async () => {
    const single = await stage.launch("ai_engine", { environment, service }, {});
    await stage.publish(...past(), closeOf(0));
    await stage.until("signals.generated", 1);
    await stage.stop(single);
    await Promise.all([member(0), member(1), member(2)]);
    await stage.until("signals.computed", 2);
    await stage.publish(closeOf(1));
    expect(digestsOf(await stage.until("signals.generated", 2))).toEqual(alone(2));
    expect(await stage.said("signals.computed")).toHaveLength(4);
  }, 60_000);

  it("reads what only a lead reads no more once it is alone again", async () => {
    const lead = await member(0);
    await Promise.all([member(1), member(2)]);
    await Promise.all([hellos(1), hellos(2)]);
    await stage.publish(...past(), closeOf(0));
    await stage.until("signals.generated", 1);
    await stage.stop(lead);
    await stage.launch("ai_engine", { environment, service }, {});
    await stage.publish(closeOf(1));
    await stage.until("signals.generated", 2);
    for (const stream of ["parts", "fleet"] as const) {
      const groups = (await stage.redis.xinfo("GROUPS", stage.keys.stream(stream))) as string[][];
      expect(groups.map((group) => group[1])).not.toContain("ai_engine");
    }
  }, 60_000);
});

describe("the settings of a partition", () => {
  const read = (own: Record<string, string>) => () => service(readConfig(nameOf(own), environment, { ...stage.env(), ...own }));

  it("name the instance, and are refused where there is no such partition", () => {
    expect([nameOf({}), nameOf({ PARTITION: "0" }), nameOf({ PARTITION: "2" })]).toEqual(["ai_engine", "ai_engine", "ai_engine_worker_2"]);
    expect(read({ PARTITIONS: "3", PARTITION: "2" })).not.toThrow();
    expect(read({ PARTITIONS: "3", PARTITION: "3" })).toThrow(/PARTITION: there is no partition 3 of 3; use 0 to 2/);
    expect(read({ PARTITION: "1" })).toThrow(/no partition 1 of 1/);
    expect(read({ AI_WORKERS: "2", PARTITION: "2" })().core.name).toBe(workerName(2));
    expect(read({ AI_WORKERS: "2", PARTITIONS: "2" })).toThrow(/PARTITIONS: 2 does not fit 2 workers/);
    expect(read({ PARTITIONS: "17" })).toThrow(/PARTITIONS/);
    expect(read({ PARTITION: "one" })).toThrow(/PARTITION/);
    expect(read({ PARTITIONS: "2", PARTITION: "1" })().core.name).toBe(workerName(1));
  });
});

/** What GET /signals says: which cycle it is about, whether of all symbols, and of which. */
async function shown(one: RunningService): Promise<{ at: number; partial: boolean; symbols: string[] }> {
  const { at, partial, signals } = (await stage.ask<{ at: number; partial: boolean; signals: Signal[] }>(one, "/signals")).body;
  return { at, partial, symbols: signals.map(({ symbol }) => symbol) };
}

async function gaugeIs(lead: RunningService, partition: number, value: number): Promise<void> {
  const line = new RegExp(`^fleet_partition_missing\\{.*partition="${partition}".*\\} ${value}$`, "m");
  await eventually(async () => line.test(await (await fetch(`http://127.0.0.1:${lead.port}/metrics`)).text()), {
    what: `the gauge of partition ${partition} at ${value}`,
  });
}
