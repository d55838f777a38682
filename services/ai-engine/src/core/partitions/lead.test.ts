import { beforeAll, describe, expect, it } from "@jest/globals";
import { event, type Given, given, observed, woken } from "@quantum/test-kit";
import type { Bar, Effect, EventData, FleetEvent, Signal } from "@quantum/types";
import { delivered, goodbye, hello, saidIn } from "../../../test/cluster.ts";
import { closed, generatedOf, history } from "../../../test/scenario.ts";
import { createAiEngineCore, type LeadState, LIMITS, ownerOf, WORKER_BEGAN, workerName } from "../index.ts";

const SYMBOLS = ["BTCUSDT", "ETHUSDT", "DOGEUSDT", "ADAUSDT", "LTCUSDT", "XLMUSDT"];
const PARTITIONS = 3;
const STEP_MS = 300_000;
const WAIT_MS = 1_000;

let series: Readonly<Record<string, Bar[]>>;
let alone: Signal[][];
beforeAll(() => {
  series = generatedOf(SYMBOLS, 130);
  const core = createAiEngineCore();
  const state = core.initial();
  for (const input of past()) core.decide(state, input);
  alone = Array.from({ length: 20 }, (_, i) => saidIn(core.decide(state, bars(i)).effects, "signals.generated")[0]!.data.signals);
});

const past = (): FleetEvent<"bars.backfilled">[] => SYMBOLS.map((symbol) => history(symbol, series[symbol]!.slice(0, 100)));
const bars = (i: number) => closed(Object.fromEntries(SYMBOLS.map((symbol) => [symbol, series[symbol]![100 + i]!])));
const closeOf = (i: number) => series.BTCUSDT![100 + i]!.openAt + STEP_MS;
const wake = (i: number, partsLeft: number) => woken("cycle wait", { cycle: closeOf(i), partsLeft });
const owned = (partition: number) => SYMBOLS.filter((symbol) => ownerOf(symbol, PARTITIONS) === partition);

/** What a worker says for a cycle. */
function part(i: number, partition: number, change: Partial<EventData<"signals.computed">> = {}, source = workerName(partition)) {
  const worker = given(createAiEngineCore({ partitions: PARTITIONS, partition }));
  const [said] = worker
    .after(hello(partition), ...past())
    .when(...Array.from({ length: i + 1 }, (_, at) => bars(at)))
    .emitted("signals.computed")
    .slice(-1);
  return delivered("signals.computed", { data: { ...said!, ...change }, cycle: closeOf(i), source });
}

const core = createAiEngineCore({ partitions: PARTITIONS, waitMs: WAIT_MS });
const lead = (): Given<LeadState> =>
  (given(core) as unknown as Given<LeadState>).after(...past(), ...[1, 2].map((partition) => hello(partition)));
const abstained = (signals: readonly Signal[]) =>
  signals.filter(({ probabilityUp, atrRatio }) => probabilityUp === null && atrRatio === null);
const reasonsOf = (signals: readonly Signal[]) => [
  ...new Set(abstained(signals).flatMap(({ votes }) => votes.map(({ reason }) => reason))),
];

describe("the lead", () => {
  it("answers a cycle once, when the last part came, in the order of the bars", () => {
    const outcome = lead().when(bars(0), part(0, 2), part(0, 1));
    expect(outcome.emitted("signals.generated")).toEqual([{ signals: alone[0], horizonBars: 12 }]);
    expect(saidIn(outcome.effects, "signals.generated")[0]?.cycle).toBe(closeOf(0));
    expect(lead().when(bars(0), part(0, 2)).emitted("signals.generated")).toEqual([]);
  });

  it("takes a part that comes again, or after the answer, for nothing more", () => {
    expect(lead().when(bars(0), part(0, 1), part(0, 1), part(0, 2), part(0, 2)).emitted("signals.generated")).toHaveLength(1);
  });

  it("goes on after a restart in the middle of a cycle", () => {
    const state = lead().when(bars(0), part(0, 1)).state;
    const outcome = lead()
      .state(JSON.parse(JSON.stringify(state)))
      .when(part(0, 2));
    expect(outcome.emitted("signals.generated")[0]?.signals).toEqual(alone[0]);
  });

  it("keeps cycles that come faster than their parts, and answers each in its turn with all of them", () => {
    const fast = lead().after(bars(0), bars(1), bars(2));
    const outcome = fast.when(part(1, 1), part(0, 1), part(1, 2), part(2, 1), part(0, 2), part(2, 2));
    const said = saidIn(outcome.effects, "signals.generated");
    expect(said.map(({ cycle }) => cycle)).toEqual([closeOf(0), closeOf(1), closeOf(2)]);
    expect(said.map(({ data }) => data.signals)).toEqual(alone.slice(0, 3));
    expect(outcome.state.open).toEqual([]);
  });

  it("begins the wait for a cycle when it becomes the oldest", () => {
    const wakes = lead()
      .when(bars(0), bars(1), part(0, 1), part(0, 2))
      .effects.flatMap((effect) => (effect.kind === "wake" ? [effect.data] : []));
    expect(wakes).toEqual([0, 1].map((i) => ({ cycle: closeOf(i), partsLeft: 3 })));
  });

  it(`answers the oldest without what is missing once more than ${LIMITS.maxOpenCycles} wait`, () => {
    const inputs = Array.from({ length: LIMITS.maxOpenCycles + 1 }, (_, i) => bars(i));
    expect(
      lead()
        .when(...inputs.slice(0, -1))
        .emitted("signals.generated"),
    ).toEqual([]);
    const outcome = lead().when(...inputs);
    expect(saidIn(outcome.effects, "signals.generated")[0]?.cycle).toBe(closeOf(0));
  });
});

describe("AI-06: whom the lead waits for", () => {
  it("is every worker, in parts of the wait; after the last one it answers without the silent", () => {
    const waiting = lead().when(bars(0), part(0, 1), wake(0, 3), wake(0, 2), wake(0, 1));
    expect(waiting.emitted("signals.generated")).toEqual([]);
    expect(waiting.effects).toEqual(
      [3, 2, 1, 0].map((partsLeft) => ({ kind: "wake", name: "cycle wait", afterMs: WAIT_MS / 4, data: { cycle: closeOf(0), partsLeft } })),
    );
    const over = lead().when(bars(0), part(0, 1), wake(0, 0));
    expect(over.emitted("signals.generated")).toHaveLength(1);
  });

  it("is not a worker that said goodbye or is OFF, nor one that leaves while it is waited for", () => {
    for (const left of [goodbye(2), hello(2, "OFF")]) {
      expect(lead().after(left).when(bars(0), part(0, 1)).emitted("signals.generated")).toHaveLength(1);
      expect(lead().when(bars(0), part(0, 1), left).emitted("signals.generated")).toHaveLength(1);
    }
  });

  it("is not a worker that let the last wait pass, until it speaks of the newest cycle again, if too late", () => {
    const silent = lead().after(bars(0), part(0, 1), wake(0, 0));
    expect(silent.when(bars(1), part(1, 1)).emitted("signals.generated")).toHaveLength(1);
    const caughtUp = silent.after(bars(1), part(1, 1), part(1, 2));
    expect(caughtUp.when(bars(2), part(2, 1)).emitted("signals.generated")).toHaveLength(0);
    expect(caughtUp.when(bars(2), part(2, 1), part(2, 2)).emitted("signals.generated")[0]?.signals).toEqual(alone[2]);
    const stillBehind = silent.after(bars(1), part(1, 1), part(0, 2));
    expect(stillBehind.when(bars(2), part(2, 1)).emitted("signals.generated")).toHaveLength(1);
  });

  it("is also a worker nobody has heard of yet", () => {
    expect(given(core).when(bars(0)).emitted("signals.generated")).toHaveLength(0);
  });

  it("does not change with wake-ups of another cycle", () => {
    const outcome = lead().after(bars(0), part(0, 1), part(0, 2)).when(wake(0, 0), bars(1), wake(0, 0));
    expect(outcome.emitted("signals.generated")).toEqual([]);
  });
});

describe("AI-07: a part", () => {
  it.each<[string, Partial<EventData<"signals.computed">>, RegExp]>([
    ["for another count of partitions", { partitions: 4 }, /works with 4 partitions, the lead with 3/],
    ["of other models or settings", { setup: "another" }, /has other models or settings/],
  ])("%s is heard, not waited for any longer, and not used", (_, change, reason) => {
    const outcome = lead().when(bars(0), part(0, 1), part(0, 2, change));
    const [answer] = outcome.emitted("signals.generated");
    expect(abstained(answer!.signals).map(({ symbol }) => symbol)).toEqual(owned(2));
    expect(reasonsOf(answer!.signals)).toEqual([expect.stringMatching(reason)]);
  });

  it("counts only from the worker it is of", () => {
    const forged = part(0, 2, {}, "ai_engine_worker_1");
    expect(lead().when(bars(0), part(0, 1), forged).emitted("signals.generated")).toEqual([]);
    const unknown = part(0, 2, { partition: 3 }, workerName(3));
    expect(lead().when(bars(0), part(0, 1), unknown).emitted("signals.generated")).toEqual([]);
  });

  it("of a worker with other settings tells itself apart", () => {
    const other = given(createAiEngineCore({ partitions: PARTITIONS, partition: 2, horizonBars: 13 }))
      .after(hello(2), ...past())
      .when(bars(0))
      .emitted("signals.computed")[0]!;
    const outcome = lead().when(
      bars(0),
      part(0, 1),
      delivered("signals.computed", { data: other, cycle: closeOf(0), source: workerName(2) }),
    );
    expect(abstained(outcome.emitted("signals.generated")[0]!.signals).map(({ symbol }) => symbol)).toEqual(owned(2));
  });
});

describe("AI-08: the symbols of a missing part", () => {
  it("abstain with the reason, and the others are as ever", () => {
    const [answer] = lead().when(bars(0), part(0, 1), wake(0, 0)).emitted("signals.generated");
    expect(answer!.signals.map(({ symbol }) => symbol)).toEqual(SYMBOLS);
    for (const [i, signal] of answer!.signals.entries()) {
      if (!owned(2).includes(signal.symbol)) expect(signal).toEqual(alone[0]![i]);
      else {
        expect(signal).toMatchObject({ side: "NONE", confidence: 0, probabilityUp: null, agreementRatio: 0, atrRatio: null, features: {} });
        expect(signal.close).toBe(series[signal.symbol]![100]!.close);
        expect(signal.votes).toHaveLength(4);
      }
    }
    expect(reasonsOf(answer!.signals)).toEqual(["partition 2 of 3 is missing: ai_engine_worker_2 said nothing in time"]);
  });

  it("of a worker that is warming up abstain with how far it is, as in AI-03", () => {
    const cold = given(createAiEngineCore({ partitions: PARTITIONS, partition: 2 }))
      .after(hello(2))
      .when(bars(0))
      .emitted("signals.computed")[0]!;
    const outcome = lead().when(
      bars(0),
      part(0, 1),
      delivered("signals.computed", { data: cold, cycle: closeOf(0), source: workerName(2) }),
    );
    const signals = outcome.emitted("signals.generated")[0]!.signals.filter(({ symbol }) => owned(2).includes(symbol));
    expect(new Set(signals.flatMap(({ votes }) => votes.map(({ reason }) => reason)))).toEqual(
      new Set(["warming up: 1 of 62 unbroken bars"]),
    );
  });
});

describe("AI-09: a missing partition", () => {
  const alertsOf = (outcome: { emitted(type: "alert.raised"): EventData<"alert.raised">[] }) =>
    outcome.emitted("alert.raised").map(({ severity, code }) => `${severity} ${code}`);

  it("raises one alert however long it is missing and whatever the reason becomes", () => {
    const outcome = lead().when(bars(0), part(0, 1), wake(0, 0), bars(1), part(1, 1), goodbye(2), bars(2), part(2, 1));
    expect(alertsOf(outcome)).toEqual(["WARNING AI_PARTITION_MISSING"]);
    expect(outcome.state.absences).toMatchObject({ 2: { since: closeOf(0), reason: "ai_engine_worker_2 was stopped or is OFF" } });
  });

  it(`is back after ${LIMITS.backAfterCycles} cycles in a row, not one fewer`, () => {
    const inputs = [0, 1, 2].flatMap((i) => [bars(i + 1), part(i + 1, 1), part(i + 1, 2)]);
    const gone = lead().after(bars(0), part(0, 1), wake(0, 0), part(0, 2));
    expect(alertsOf(gone.when(...inputs.slice(0, 6)))).toEqual([]);
    const back = gone.when(...inputs);
    expect(alertsOf(back)).toEqual(["INFO AI_PARTITION_BACK"]);
    expect(back.state.absences).toEqual({});
  });

  it("that comes and goes is one trouble, not many", () => {
    const inputs = [0, 1, 2, 3, 4].flatMap((i) => [bars(i), part(i, 1), ...(i % 2 === 0 ? [wake(i, 0), part(i, 2)] : [part(i, 2)])]);
    expect(alertsOf(lead().when(...inputs))).toEqual(["WARNING AI_PARTITION_MISSING"]);
  });

  it("is one alert each when several are missing", () => {
    const outcome = lead().when(bars(0), wake(0, 0));
    expect(outcome.emitted("alert.raised").map(({ message }) => message.slice(0, 14))).toEqual(["partition 1 of", "partition 2 of"]);
  });
});

describe("a change of PARTITIONS", () => {
  it("lets go of symbols that are others' now; those kept stay warm", () => {
    const before = given(createAiEngineCore())
      .after(...past())
      .when(bars(0)).state;
    const state = { ...(core.initial() as LeadState), ...before };
    const outcome = lead().state(state).when(bars(1));
    expect(Object.keys(outcome.state.symbols).sort()).toEqual(owned(0).sort());
    expect(outcome.state.partitions).toBe(PARTITIONS);
    expect(Object.values(outcome.state.symbols).every((known) => known.bars === 102)).toBe(true);
  });
});

describe("a lead that was alone for a while", () => {
  /** Leaves with a cycle open, is alone for one, and leads again; its state is what the shell hands on. */
  function again(): Given<LeadState> {
    const left = lead().when(bars(0)).state;
    const alone = createAiEngineCore();
    const between = given(alone)
      .state({ ...alone.initial(), ...left })
      .when(bars(1)).state;
    return lead().state({ ...(core.initial() as LeadState), ...between });
  }

  it("answers the next cycle in its turn, and lets go of what it left open", () => {
    const outcome = again().when(bars(2), part(2, 1), part(2, 2));
    expect(saidIn(outcome.effects, "signals.generated").map(({ cycle }) => cycle)).toEqual([closeOf(2)]);
    expect(outcome.state.open).toEqual([]);
  });

  it("lets go of the symbols of others once more", () => {
    expect(Object.keys(again().when(bars(2)).state.symbols).sort()).toEqual(owned(0).sort());
  });
});

describe("AI-05: a worker", () => {
  const worker = () => given(createAiEngineCore({ partitions: PARTITIONS, partition: 1 }));
  const began = () => observed(WORKER_BEGAN, null);
  const said = (outcome: { effects: readonly Effect[] }) => saidIn(outcome.effects, "signals.computed").map(({ cycle }) => cycle);

  it("says one part for each cycle, of its own symbols only", () => {
    const outcome = worker()
      .after(hello(1), ...past())
      .when(bars(0), bars(0), bars(1));
    expect(saidIn(outcome.effects, "signals.computed").map(({ cycle }) => cycle)).toEqual([closeOf(0), closeOf(1)]);
    expect(outcome.emitted("signals.computed")[0]).toMatchObject({ partition: 1, partitions: 3 });
    expect(outcome.emitted("signals.computed")[0]?.signals.map(({ symbol }) => symbol)).toEqual(owned(1));
    expect(outcome.emitted("signals.generated")).toEqual([]);
  });

  it("says an empty part when none of its symbols had a bar", () => {
    const [said] = worker()
      .after(hello(1))
      .when(closed({}, { closeAt: closeOf(0) }))
      .emitted("signals.computed");
    expect(said?.signals).toEqual([]);
  });

  it("that is new is warmed by what the stream still holds, and speaks from its hello on, of the newest cycle at once", () => {
    const outcome = worker()
      .after(...past(), bars(0), bars(1))
      .when(hello(1), bars(2));
    expect(saidIn(outcome.effects, "signals.computed").map(({ cycle }) => cycle)).toEqual([closeOf(1), closeOf(2)]);
    expect(
      worker()
        .after(...past())
        .when(bars(0), bars(1)).effects,
    ).toEqual([]);
    expect(
      worker()
        .after(...past(), bars(0))
        .when(hello(2)).effects,
    ).toEqual([]);
  });

  it("that comes back says its part of the newest cycle if it has not yet, none of those before it, and nothing twice", () => {
    const known = worker().after(hello(1), ...past(), bars(0), began());
    expect(said(known.when(hello(1), bars(1)))).toEqual([closeOf(1)]);
    expect(said(known.when(bars(1), hello(1), bars(2)))).toEqual([closeOf(1), closeOf(2)]);
    const late = known.when(bars(1), bars(2), bars(3), hello(1));
    expect(said(late)).toEqual([closeOf(3)]);
    expect(late.emitted("signals.computed")[0]?.signals).toEqual(alone[3]!.filter(({ symbol }) => owned(1).includes(symbol)));
  });

  it("does not hear bars that open no cycle, or other events", () => {
    expect(
      worker()
        .after(hello(1))
        .when(closed({}, { opensCycle: false, closeAt: closeOf(0) })).effects,
    ).toEqual([]);
    expect(worker().when(event("service.stopped", { service: "ai_engine", reason: "x" })).effects).toEqual([]);
  });
});
