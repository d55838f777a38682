import { describe, expect, it } from "@jest/globals";
import { event, failed, given, TEST_TIME } from "@quantum/test-kit";
import type { EventData } from "@quantum/types";
import { alarm as alarmAt, feed, nextId, observing, sweptOf, times, core as usual } from "../../test/scenario.ts";
import { createEssCore, DEFAULT_SETTINGS, type EssSettings } from "./index.ts";

const STEP = 300_000;
const core = (settings: Partial<EssSettings> = {}) => usual({ clock: "cycles", ...settings });
const real = () => createEssCore(DEFAULT_SETTINGS);
const at = (n: number): number => TEST_TIME + n * STEP;
const valued = (n: number, equityUsd = "10000", id = nextId("valued")) =>
  event("portfolio.valued", { equityUsd } as EventData<"portfolio.valued">, { id, cycle: at(n) });
const loss = (n: number) => event("trade.closed", { netPnlUsd: "-1" } as EventData<"trade.closed">, { id: nextId("loss"), at: at(n) });
const alarm = (n: number) => alarmAt(at(n));
const crash = (n: number) =>
  event("trading.cycleFailed", { code: "TRADING_CYCLE_ERROR", reason: "boom" }, { id: nextId("crash"), at: at(n) });

describe("ESS-09 the answer to a cycle", () => {
  it("is exactly one, for the cycle it was asked for, in every mode and by either clock", () => {
    for (const made of [core(), core(observing), real()]) {
      const outcome = given(made).when(valued(1), valued(2), valued(2, "9", "again"), valued(1, "9", "older"));
      expect(outcome.effects).toMatchObject([
        { type: "emergency.judged", cycle: at(1), data: { level: "NORMAL", latched: false, closing: false, verdicts: [] } },
        { type: "emergency.judged", cycle: at(2) },
      ]);
      expect(outcome.effects).toHaveLength(2);
    }
  });

  it("belongs to the bar of the event when that names no cycle", () => {
    const unnamed = event("portfolio.valued", { equityUsd: "1" } as EventData<"portfolio.valued">, { at: at(3) });
    expect(given(core()).when(unnamed).effects).toMatchObject([{ cycle: at(3) }]);
  });

  it("is said again, the same, when its event is delivered again: what was said before may have been lost", () => {
    const first = valued(1);
    const once = given(core()).when(first);
    const twice = given(core()).state(once.state).when(first);
    expect(twice.effects).toEqual(once.effects);
    expect(twice.state).toEqual(once.state);
  });

  it("in real time tells the level of the moment and leaves judging to the own watch", () => {
    const stop = feed("stop", { level: "REDUCE_ONLY", close: false, by: "anna", reason: "drill" });
    const outcome = given(real()).after(feed("equity", "100"), stop).when(valued(1, "1"));
    expect(outcome.effects).toMatchObject([
      {
        type: "emergency.judged",
        data: {
          level: "REDUCE_ONLY",
          latched: true,
          closing: false,
          verdicts: [{ module: "ess", rule: "ESS-04", passed: false, observed: "a person's word", limit: "none", reason: "drill" }],
        },
      },
    ]);
    expect(outcome.state).toMatchObject({ peakUsd: "100", equityUsd: "100" });
  });

  it("in OBSERVE tells what would be", () => {
    const outcome = given(core(observing)).after(valued(1)).when(valued(2, "9000"));
    expect(outcome.emitted("emergency.judged")).toMatchObject([{ level: "HALT", latched: true, verdicts: [{ rule: "ESS-01" }] }]);
    expect(outcome.state.level).toBe("NORMAL");
  });

  it("ENFORCED leaves out what came up while observing", () => {
    const mode = feed("mode", { mode: "ENFORCED", from: "operator", before: "OBSERVE" });
    const outcome = given(core(observing)).after(valued(1), valued(2, "9000"), mode).when(valued(3, "10000"));
    expect(outcome.emitted("emergency.judged")).toMatchObject([{ level: "NORMAL", latched: false, verdicts: [] }]);
  });
});

describe("the clock of cycles", () => {
  it("judges equity by the cycle: exactly 5 % below the peak passes, a cent more halts; the latch comes before the answer, the answer after the sweep", () => {
    const start = given(core()).after(valued(1));
    expect(start.when(valued(2, "9500")).emitted("emergency.judged")).toMatchObject([{ level: "NORMAL" }]);
    const halted = start.when(valued(2, "9499.99"));
    expect(halted.emitted("killLatch.changed")).toMatchObject([{ set: true }]);
    expect(halted.called("sweep")).toHaveLength(1);
    expect(halted.emitted("emergency.judged")).toEqual([]);
    const done = given(core()).state(halted.state).when(sweptOf(halted.state));
    expect(done.effects).toMatchObject([
      { type: "alert.raised", data: { code: "ESS_SWEPT" } },
      { type: "emergency.judged", cycle: at(2), data: { level: "HALT", latched: true } },
    ]);
  });

  it("a sweep that failed holds nobody up for longer than its first attempt", () => {
    const halted = given(core()).after(valued(1)).when(valued(2, "9000"));
    const nobody = failed({ callId: halted.state.sweep?.sweepId ?? "", name: "sweep" }, { definitive: true, code: "NO_HANDLER" });
    const outcome = given(core()).state(halted.state).when(nobody);
    expect(outcome.emitted("alert.raised")).toMatchObject([{ code: "ESS_SWEEP_FAILED", message: expect.stringContaining("NO_HANDLER") }]);
    expect(outcome.emitted("emergency.judged")).toHaveLength(1);
    expect(given(core()).state(outcome.state).when(valued(3, "9000")).emitted("emergency.judged")).toHaveLength(1);
  });

  it("a cycle nobody waited for is answered before the next one, as it stood", () => {
    const halted = given(core()).after(valued(1)).when(valued(2, "9000"));
    const next = given(core()).state(halted.state).when(valued(3, "9000"));
    expect(next.effects).toMatchObject([{ type: "emergency.judged", cycle: at(2), data: { level: "HALT" } }]);
    expect(next.state.answering).toBe(true);
  });

  it("sweeps again with every cycle while entries must not rest, and says so only when something was there", () => {
    const halted = given(core()).after(valued(1)).when(valued(2, "9000"));
    const first = given(core()).state(halted.state).when(sweptOf(halted.state));
    const second = given(core()).state(first.state).when(valued(3, "9000"));
    expect(second.called("sweep")).toHaveLength(1);
    expect(second.state.sweep).toMatchObject({ again: true, close: false });
    const clear = given(core())
      .state(second.state)
      .when(sweptOf(second.state, { cancelled: 0 }));
    expect(clear.effects).toMatchObject([{ type: "emergency.judged", cycle: at(3) }]);
    const found = given(core())
      .state(second.state)
      .when(sweptOf(second.state, { cancelled: 1 }));
    expect(found.emitted("alert.raised")).toMatchObject([{ code: "ESS_SWEPT" }]);
  });

  it("goes on closing with every cycle when positions are to be closed", () => {
    const halted = given(core({ closeOnHalt: true }))
      .after(valued(1))
      .when(valued(2, "9000"));
    const first = given(core({ closeOnHalt: true }))
      .state(halted.state)
      .when(sweptOf(halted.state));
    expect(first.emitted("emergency.judged")).toMatchObject([{ closing: true }]);
    const second = given(core({ closeOnHalt: true }))
      .state(first.state)
      .when(valued(3, "9000"));
    expect(second.called("sweep")).toMatchObject([{ request: { close: true } }]);
  });

  it("what trades bring is noted at once and judged with the next cycle", () => {
    const noted = given(core())
      .after(valued(1))
      .when(...times(6, () => loss(1)));
    expect(noted.effects).toEqual([]);
    expect(noted.state).toMatchObject({ level: "NORMAL", lossesInARow: 6 });
    const judged = given(core()).state(noted.state).when(valued(2));
    expect(judged.emitted("emergency.judged")).toMatchObject([{ level: "PAUSE", latched: false, verdicts: [{ rule: "ESS-02" }] }]);
  });

  it("errors count from the last cycle until before this one, eleven are too many", () => {
    const start = given(core()).after(valued(1));
    expect(start.after(...times(10, () => alarm(1))).when(valued(2)).state.level).toBe("NORMAL");
    expect(start.after(...times(11, () => alarm(1))).when(valued(2)).state).toMatchObject({
      level: "REDUCE_ONLY",
      causes: [{ reason: "11 system errors within a cycle" }],
    });
    expect(start.after(...times(10, () => alarm(1)), feed("error")).when(valued(2)).state.level).toBe("REDUCE_ONLY");
  });

  it("errors of this very cycle wait for the next, and older ones than the last cycle are forgotten", () => {
    const early = given(core()).after(valued(1), ...times(11, () => alarm(2)));
    expect(early.when(valued(2)).state.level).toBe("NORMAL");
    expect(early.when(valued(2), valued(3)).state.level).toBe("REDUCE_ONLY");
    const split = given(core()).after(valued(1), ...times(6, () => alarm(1)), valued(2), ...times(6, () => alarm(2)));
    expect(split.when(valued(3)).state).toMatchObject({ level: "NORMAL", errors: { market: times(6, () => at(2)) } });
  });

  it("a failed trading cycle pauses from the next cycle on, whether it was heard before or after this one", () => {
    const heardEarly = given(core()).after(valued(1), crash(2));
    const heardLate = given(core()).after(valued(1), valued(2), crash(2));
    expect(heardEarly.when(valued(2)).state.level).toBe("NORMAL");
    for (const outcome of [heardEarly.when(valued(2), valued(3)), heardLate.when(valued(3))]) {
      expect(outcome.state).toMatchObject({ level: "PAUSE", cycleFailure: null, causes: [{ rule: "ESS-05" }] });
    }
    expect(heardLate.when(valued(3), valued(4), valued(5), valued(6)).state.level).toBe("NORMAL");
  });

  it("cools down by market time", () => {
    const paused = given(core()).after(valued(1), ...times(6, () => loss(1)), valued(2));
    expect(paused.when(valued(3)).state.level).toBe("PAUSE");
    expect(paused.when(valued(3), valued(4)).state).toMatchObject({ level: "NORMAL", lossesInARow: 0 });
  });

  it("what is seen in real time counts for nothing", () => {
    const late = at(0) + 100 * STEP;
    const inputs = ["looking", "marketTime", "tick", "equity", "entriesRest"].map((name) => feed(name, "1", late));
    const outcome = given(core())
      .after(valued(1))
      .when(...inputs);
    expect(outcome.effects).toEqual([]);
    expect(outcome.state).toMatchObject({ clockAt: at(1), marketAt: at(1), equityUsd: "10000", errors: { own: [], market: [] } });
  });

  it("a person's word and a failure of its own bind at once", () => {
    const start = given(core()).after(valued(1));
    const stopped = start.when(feed("stop", { level: "PAUSE", by: "anna", reason: "drill" }));
    expect(stopped.state.level).toBe("PAUSE");
    expect(start.when(feed("failure", "the core threw")).state.level).toBe("HALT");
    const again = given(core())
      .state(stopped.state)
      .when(feed("rearm", { by: "ben", reason: "over" }));
    expect(again.state.level).toBe("NORMAL");
  });

  it("equity that is no number leaves only reducing", () => {
    expect(given(core()).when(valued(1, "NaN")).state).toMatchObject({ level: "REDUCE_ONLY", causes: [{ rule: "ESS-06" }] });
  });
});

describe("what is audited", () => {
  const rows = (outcome: { stored(table: string): unknown }) => outcome.stored("audit");

  it("every change of the level and of the kill latch, with from, to and why", () => {
    const halted = given(core()).after(valued(1)).when(valued(2, "9000"));
    const reason = "HALT: ESS-01 DRAWDOWN by ess: equity fell from 10000.00 to 9000.00 USD (0.1, limit 0.05)";
    const fixed = { service: "ess", by: "ess", at: at(2), recorded_at: at(2) };
    expect(rows(halted)).toEqual([
      { ...fixed, action: "level", from_mode: "NORMAL", to_mode: "HALT", reason: reason.slice("HALT: ".length) },
      { ...fixed, action: "kill_latch", from_mode: "CLEAR", to_mode: "SET", reason },
    ]);
    const done = given(core()).state(halted.state).after(sweptOf(halted.state));
    expect(rows(done.when(feed("rearm", { by: "ben", reason: "over" })))).toMatchObject([
      { action: "level", from_mode: "HALT", to_mode: "NORMAL", reason: "ben: over" },
      { action: "kill_latch", from_mode: "SET", to_mode: "CLEAR" },
    ]);
  });

  it("a step down by itself, and a latch that somebody else cleared", () => {
    const paused = given(core()).after(valued(1), ...times(6, () => loss(1)), valued(2));
    expect(rows(paused.when(valued(3), valued(4)))).toMatchObject([
      { action: "level", from_mode: "PAUSE", to_mode: "NORMAL", reason: "the cause was not seen for the cool-down" },
      { action: "kill_latch" },
    ]);
    const cleared = event("killLatch.changed", { set: false, by: "ben", reason: "x" }, { id: "cleared", source: "risk_safety" });
    expect(rows(paused.when(cleared))).toMatchObject([{ action: "kill_latch", from_mode: "CLEAR", to_mode: "SET" }]);
  });

  it("has a key of its own for each, the same when it is done again", () => {
    const inputs = [valued(1), valued(2, "9000")];
    const keys = () =>
      given(core())
        .when(...inputs)
        .effects.flatMap((effect) => (effect.kind === "store" ? [effect.key] : []));
    expect(new Set(keys()).size).toBe(2);
    expect(keys()).toEqual(keys());
  });
});
