import { describe, expect, it } from "@jest/globals";
import { answered, event, given, observed, TEST_TIME } from "@quantum/test-kit";
import type { EventData } from "@quantum/types";
import fc from "fast-check";
import {
  createEssCore,
  DEFAULT_SETTINGS,
  type EssSettings,
  type EssState,
  LEVELS,
  latch,
  rearmRefusal,
  type SweepReport,
} from "./index.ts";
import { rankOf } from "./levels.ts";

const MINUTE = 60_000;
const COOL = DEFAULT_SETTINGS.coolDownMs;
const core = (settings: Partial<EssSettings> = {}) => createEssCore({ ...DEFAULT_SETTINGS, ...settings });
const observing = { firstMode: { mode: "OBSERVE", from: "test", before: null } } as const;
let serial = 0;
const feed = (name: string, data: unknown = null, at = TEST_TIME) => observed(name, data, { at, id: `feed-${serial++}` });
const equity = (usd: unknown, at = TEST_TIME) => feed("equity", usd, at);
const tick = (at: number) => feed("tick", null, at);
const looking = (at = TEST_TIME) => feed("looking", null, at);
const trade = (netPnlUsd: string, id = `trade-${serial++}`) => event("trade.closed", { netPnlUsd } as EventData<"trade.closed">, { id });
const alarm = (at = TEST_TIME, about: Partial<EventData<"alert.raised">> = {}, source = "execution") =>
  event(
    "alert.raised",
    { service: source, severity: "CRITICAL", code: "DEAD_LETTER", message: "m", action: "a", ...about },
    { id: `a-${serial++}`, at, source },
  );
const stop = (data: unknown = { level: "HALT", close: false, by: "anna", reason: "drill" }, at = TEST_TIME) => feed("stop", data, at);
const rearm = (data: unknown = { by: "anna", reason: "looked at it" }, at = TEST_TIME) => feed("rearm", data, at);
const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
const report = (about: Partial<SweepReport> = {}): SweepReport => ({
  ok: true,
  cancelled: 3,
  entriesLeft: 0,
  positionsLeft: 0,
  unprotected: [],
  cancelledMs: 10,
  flatMs: null,
  reason: "",
  ...about,
});
const sweptOf = (state: EssState, about: Partial<SweepReport> = {}) =>
  answered({ callId: state.sweep?.sweepId ?? "", name: "sweep" }, report(about), { id: `swept-${serial++}` });

describe("ESS-01 drawdown", () => {
  it("a fall of exactly 5 % from the peak passes, one cent more halts and latches", () => {
    const start = given(core()).after(equity("9000"), equity("10000"));
    expect(start.when(equity("9500")).then([]).state.level).toBe("NORMAL");
    const outcome = start.when(equity("9499.99"));
    expect(outcome.state).toMatchObject({ level: "HALT", latchSaid: true, causes: [{ trigger: "DRAWDOWN", latched: true, close: false }] });
    expect(outcome.emitted("killLatch.changed")).toMatchObject([{ set: true, by: "ess" }]);
    expect(outcome.emitted("alert.raised")).toMatchObject([{ code: "ESS_STOPPED", severity: "CRITICAL" }]);
    expect(outcome.called("sweep")).toMatchObject([{ request: { close: false } }]);
  });

  it("the peak follows equity up, never down", () => {
    const { state } = given(core()).when(equity("100"), equity("98"), equity("101"), equity("99"));
    expect(state.peakUsd).toBe("101");
  });

  it("an account that owes money halts though it never had a peak; an empty one does not", () => {
    expect(given(core()).when(equity("0")).state.level).toBe("NORMAL");
    const { state } = given(core()).when(equity("0"), equity("-1"));
    expect(state.causes[0]).toMatchObject({ trigger: "DRAWDOWN", observed: "unbounded" });
  });

  it("closes positions too when that is configured", () => {
    const outcome = given(core({ closeOnHalt: true })).when(equity("100"), equity("90"));
    expect(outcome.called("sweep")).toMatchObject([{ request: { close: true } }]);
  });

  it("a halt never goes down by itself, however long equity is back", () => {
    const halted = given(core()).after(equity("100"), equity("94"));
    const later = times(100, (n) => [equity("100", TEST_TIME + n * COOL), tick(TEST_TIME + n * COOL)]).flat();
    expect(halted.when(...later).state.level).toBe("HALT");
  });
});

describe("ESS-02 losses in a row", () => {
  it("five losses pass, the sixth pauses", () => {
    const five = given(core()).after(looking(), ...times(5, () => trade("-1")));
    expect(five.when(tick(TEST_TIME)).state.level).toBe("NORMAL");
    const sixth = five.when(trade("-0.01"));
    expect(sixth.state).toMatchObject({ level: "PAUSE", lossesInARow: 6, sweep: null });
    expect(sixth.emitted("killLatch.changed")).toMatchObject([{ set: true }]);
  });

  it("a win ends the streak; a trade without result neither ends nor lengthens it", () => {
    const five = given(core()).after(looking(), ...times(5, () => trade("-1")));
    expect(five.when(trade("0")).state.lossesInARow).toBe(5);
    expect(five.when(trade("2"), trade("-1")).state.lossesInARow).toBe(1);
  });

  it("the same trade told twice counts once", () => {
    expect(given(core()).when(...times(9, () => trade("-1", "same"))).state.lossesInARow).toBe(1);
  });

  it("after the cool-down the pause ends, the latch is cleared and the streak begins anew", () => {
    const paused = given(core()).after(looking(), equity("100"), ...times(6, () => trade("-1")));
    const later = (market: number, at: number) => [feed("marketTime", market, at), equity("100", at), tick(at)];
    const at = TEST_TIME + COOL;
    expect(paused.when(...later(at - 1, at)).state.level).toBe("PAUSE");
    expect(paused.when(...later(Number.NaN, at)).state.level).toBe("PAUSE");
    const ended = paused.when(...later(at, at));
    expect(ended.state).toMatchObject({ level: "NORMAL", lossesInARow: 0, causes: [] });
    expect(ended.emitted("killLatch.changed")).toMatchObject([{ set: false, by: "ess", reason: "NORMAL again" }]);
    expect(ended.emitted("alert.raised")).toMatchObject([{ code: "ESS_STEPPED_DOWN" }]);
  });
});

describe("ESS-03 system errors", () => {
  it("ten within a minute pass, the eleventh leaves only reducing and sweeps entries", () => {
    const ten = given(core()).after(looking(), ...times(10, () => alarm()));
    expect(ten.when(tick(TEST_TIME)).state.level).toBe("NORMAL");
    const outcome = ten.when(alarm());
    expect(outcome.state).toMatchObject({ level: "REDUCE_ONLY", causes: [{ observed: "11", rule: "ESS-03" }] });
    expect(outcome.called("sweep")).toHaveLength(1);
  });

  it("an error a whole minute old counts no more; one ms younger does", () => {
    const ten = given(core()).after(...times(10, () => alarm()));
    expect(ten.when(alarm(TEST_TIME + MINUTE)).state.level).toBe("NORMAL");
    expect(ten.when(alarm(TEST_TIME + MINUTE - 1)).state.level).toBe("REDUCE_ONLY");
  });

  it("errors of our own are added, whatever they are called", () => {
    const mixed = [...times(6, () => alarm()), ...times(4, () => feed("error", "poll"))];
    expect(given(core()).when(...mixed).state.level).toBe("NORMAL");
    expect(given(core()).when(...mixed, feed("nobody knows this")).state.level).toBe("REDUCE_ONLY");
  });

  it("warnings, stops and daily losses are no system errors, nor is what we say ourselves", () => {
    const harmless = [
      ...times(20, () => alarm(TEST_TIME, { severity: "WARNING" })),
      ...times(20, () => alarm(TEST_TIME, { code: "DAILY_LOSS" })),
      ...times(20, () => alarm(TEST_TIME, { code: "KILL_LATCH_SET" })),
      ...times(20, () => alarm(TEST_TIME, {}, "ess")),
    ];
    expect(given(core()).when(...harmless).state.errors.market).toEqual([]);
  });

  it("goes down one step a cool-down: REDUCE_ONLY, PAUSE, NORMAL", () => {
    let running = given(core()).after(looking(), ...times(11, () => feed("error")));
    const levels = times(3, (n) => {
      const at = TEST_TIME + n * COOL;
      running = running.after(equity("100", at), tick(at));
      return running.when(tick(at)).state.level;
    });
    expect(levels).toEqual(["REDUCE_ONLY", "PAUSE", "NORMAL"]);
  });

  it("errors in between bring it back to its full level", () => {
    const at = TEST_TIME + COOL;
    const stepped = given(core()).after(looking(), ...times(11, () => feed("error")), equity("100", at), tick(at));
    expect(stepped.when(tick(at)).state.level).toBe("PAUSE");
    expect(stepped.when(...times(11, () => feed("error", null, at))).state.level).toBe("REDUCE_ONLY");
  });
});

describe("ESS-04 a person's stop", () => {
  it.each(["PAUSE", "REDUCE_ONLY", "HALT"] as const)("%s binds at once and stays", (level) => {
    const stopped = given(core()).after(looking(), stop({ level, close: false, by: "anna", reason: "drill" }));
    const at = TEST_TIME + 10 * COOL;
    expect(stopped.when(equity("1", at), tick(at)).state).toMatchObject({
      level,
      causes: [{ by: "anna", reason: "drill", latched: true }],
    });
  });

  it.each([null, "HALT", 7, {}, { level: "NORMAL" }, { level: "nonsense", by: " ", reason: 3 }])(
    "what cannot be read (%j) halts",
    (data) => {
      expect(given(core()).when(stop(data)).state).toMatchObject({ level: "HALT", causes: [{ by: "unknown", reason: "no reason given" }] });
    },
  );

  it("binds though the mode is OBSERVE or OFF", () => {
    expect(given(core(observing)).when(stop()).state.level).toBe("HALT");
  });

  it("a milder stop afterwards changes nothing; a wish to close widens the sweep once", () => {
    const halted = given(core()).after(stop());
    expect(halted.when(stop({ level: "PAUSE", by: "ben", reason: "calm" })).then([]).state.level).toBe("HALT");
    const closing = halted.when(stop({ level: "HALT", close: true, by: "ben", reason: "all out" }));
    expect(closing.called("sweep")).toMatchObject([{ request: { close: true } }]);
    expect(
      given(core())
        .state(closing.state)
        .when(stop({ level: "HALT", close: true }))
        .then([]),
    ).toBeDefined();
  });

  it("closing goes with HALT only", () => {
    expect(given(core()).when(stop({ level: "PAUSE", close: true })).state.causes[0]?.close).toBe(false);
  });

  it("a stricter stop afterwards takes over, with its own reason", () => {
    const outcome = given(core())
      .after(stop({ level: "PAUSE", by: "anna", reason: "hm" }))
      .when(stop({ level: "HALT", by: "ben", reason: "now" }));
    expect(outcome.state).toMatchObject({ level: "HALT", causes: [{ by: "ben", reason: "now" }] });
  });
});

describe("ESS-05 the trading cycle", () => {
  it("TRADING_CYCLE_ERROR pauses", () => {
    const outcome = given(core()).when(event("trading.cycleFailed", { code: "TRADING_CYCLE_ERROR", reason: "boom" }));
    expect(outcome.state).toMatchObject({
      level: "PAUSE",
      causes: [{ trigger: "TRADING_CYCLE_ERROR", reason: "the trading cycle failed: boom" }],
    });
  });
});

describe("ESS-06 equity that is not known", () => {
  it.each([Number.NaN, "NaN", "", "Infinity", 100, null, undefined, { usd: "1" }])("%p is no equity: only reducing is left", (value) => {
    const { state } = given(core()).when(equity(value));
    expect(state).toMatchObject({ level: "REDUCE_ONLY", equityUsd: null, causes: [{ trigger: "EQUITY_UNKNOWN" }] });
    expect(state.errors.own).toHaveLength(1);
  });

  it("is said of what is not even JSON, too", () => {
    const { state } = core().decide(core().initial(), observed("equity", undefined));
    expect(state.causes[0]?.reason).toBe("the exchange says equity is nothing");
  });

  it("15 s without equity pass, 1 ms more does not, at the start as well as later", () => {
    const start = given(core()).after(looking());
    expect(start.when(tick(TEST_TIME + 15_000)).state.level).toBe("NORMAL");
    expect(start.when(tick(TEST_TIME + 15_001)).state.level).toBe("REDUCE_ONLY");
    const heard = start.after(equity("100", TEST_TIME + 10_000));
    expect(heard.when(tick(TEST_TIME + 25_000)).state.level).toBe("NORMAL");
    expect(heard.when(tick(TEST_TIME + 25_001)).state.level).toBe("REDUCE_ONLY");
  });

  it("a clock that jumps back does not make old equity fresh", () => {
    expect(
      given(core())
        .after(looking(), equity("100"))
        .when(tick(TEST_TIME - 15_001)).state.level,
    ).toBe("REDUCE_ONLY");
  });

  it("equity from before a restart is not called stale before there was time to ask", () => {
    const later = TEST_TIME + 10 * MINUTE;
    expect(
      given(core())
        .after(looking(), equity("100"))
        .when(looking(later), tick(later + 15_000)).state.level,
    ).toBe("NORMAL");
  });
});

describe("ESS-07 failures of its own", () => {
  it("halt and latch, with the reason", () => {
    expect(given(core()).when(feed("failure", "the journal cannot be read")).state).toMatchObject({
      level: "HALT",
      causes: [{ rule: "ESS-07", reason: "the journal cannot be read", latched: true }],
    });
    expect(given(core()).when(feed("failure", { odd: 1 })).state.causes[0]?.reason).toBe("no reason given");
  });
});

describe("ESS-08 re-arming", () => {
  const fall = [equity("100"), equity("90")];
  const halted = () => given(core()).after(...fall);
  const state = () => halted().when(tick(TEST_TIME)).state;
  const done = () => halted().after(sweptOf(state()));

  it.each([null, 3, {}, { by: "anna" }, { reason: "why" }, { by: " ", reason: "why" }, { by: "anna", reason: "" }])(
    "without a person and a reason (%j) nothing changes",
    (data) => {
      const outcome = done().when(rearm(data)).then([]);
      expect(outcome.state.level).toBe("HALT");
      expect(rearmRefusal(outcome.state, data)?.code).toBe("REASON_REQUIRED");
    },
  );

  it("waits until the sweep is done", () => {
    expect(rearmRefusal(state(), { by: "anna", reason: "x" })?.code).toBe("SWEEP_RUNNING");
    expect(halted().when(rearm()).then([]).state.level).toBe("HALT");
  });

  it("clears every cause and count, clears the latch, and begins a new peak at today's equity", () => {
    const outcome = done().when(rearm());
    expect(outcome.state).toMatchObject({
      level: "NORMAL",
      causes: [],
      peakUsd: "90",
      lossesInARow: 0,
      sweep: null,
      rearmed: { by: "anna" },
    });
    expect(outcome.emitted("killLatch.changed")).toMatchObject([{ set: false, reason: "NORMAL again; last re-armed by anna" }]);
    expect(outcome.emitted("alert.raised")).toMatchObject([{ code: "ESS_REARMED", message: "re-armed after HALT by anna: looked at it" }]);
    expect(given(core()).state(outcome.state).when(equity("85.5")).state.level).toBe("NORMAL");
    expect(given(core()).state(outcome.state).when(equity("85.49")).state.level).toBe("HALT");
  });

  it("a step-down long after a re-arm is told as a step-down", () => {
    const paused = done().after(rearm(), ...times(6, () => trade("-1")));
    const at = TEST_TIME + COOL;
    expect(paused.when(feed("marketTime", at, at), equity("90", at), tick(at)).emitted("alert.raised")).toMatchObject([
      { code: "ESS_STEPPED_DOWN" },
    ]);
  });
});

describe("the sweep of the exchange", () => {
  const word = stop();
  const halted = () => given(core()).after(word);
  const state = () => halted().when(tick(TEST_TIME)).state;

  it("is done when a report says so, and a person hears what was done", () => {
    const outcome = halted().when(sweptOf(state()));
    expect(outcome.state.sweep).toMatchObject({ phase: "DONE", attempts: 1 });
    expect(outcome.emitted("alert.raised")).toMatchObject([{ code: "ESS_SWEPT", severity: "WARNING" }]);
  });

  it("positions without a stop make it a critical message", () => {
    const [said] = halted()
      .when(sweptOf(state(), { unprotected: ["BTCUSDT"] }))
      .emitted("alert.raised");
    expect(said).toMatchObject({ severity: "CRITICAL", message: expect.stringContaining("without a protective stop: BTCUSDT") });
  });

  it("tells that positions were closed when they were to be", () => {
    const closing = given(core()).after(stop({ level: "HALT", close: true }));
    const [said] = closing.when(sweptOf(closing.when(tick(TEST_TIME)).state)).emitted("alert.raised");
    expect(said?.message).toContain("all positions closed");
  });

  it("that failed stays running, alarms once, and is done when a later report says so", () => {
    const bad = { ok: false, entriesLeft: 2, reason: "no answer" };
    const first = halted().when(sweptOf(state(), bad));
    expect(first.emitted("alert.raised")).toMatchObject([{ code: "ESS_SWEEP_FAILED", severity: "CRITICAL" }]);
    const second = given(core()).state(first.state).when(sweptOf(state(), bad)).then([]);
    expect(second.state.sweep).toMatchObject({ phase: "RUNNING", attempts: 2 });
    expect(given(core()).state(second.state).when(sweptOf(state())).state.sweep?.phase).toBe("DONE");
  });

  it("a report of another sweep, or of none, is not ours", () => {
    expect(
      halted()
        .when(answered({ callId: "another", name: "sweep" }, report()))
        .then([]).state.sweep?.phase,
    ).toBe("RUNNING");
    expect(
      given(core())
        .when(answered({ callId: "another", name: "sweep" }, report()))
        .then([]).state.sweep,
    ).toBeNull();
  });

  it("entries that rest again are swept again, as soon as the last sweep is done", () => {
    expect(halted().when(feed("entriesRest")).then([]).state.sweep?.sweepId).toBe(state().sweep?.sweepId);
    const again = halted().after(sweptOf(state())).when(feed("entriesRest"));
    expect(again.called("sweep")).toHaveLength(1);
    expect(again.state.sweep).toMatchObject({ phase: "RUNNING", attempts: 0 });
    expect(given(core()).when(feed("entriesRest")).then([]).state.sweep).toBeNull();
  });
});

describe("modes", () => {
  it("OBSERVE records what would be stopped, says so, and changes nothing", () => {
    const outcome = given(core(observing)).when(equity("100"), equity("90"));
    expect(outcome.state).toMatchObject({ level: "NORMAL", wouldBe: "HALT", sweep: null, latchSaid: false });
    expect(outcome.effects).toHaveLength(1);
    expect(outcome.emitted("alert.raised")).toMatchObject([{ code: "ESS_WOULD_STOP", severity: "WARNING" }]);
  });

  it("a cause seen while observing binds once it is seen while ENFORCED", () => {
    const mode = feed("mode", { mode: "ENFORCED", from: "operator", before: "OBSERVE" });
    const outcome = given(core(observing)).after(equity("100"), equity("90")).when(mode, equity("90"));
    expect(outcome.state.level).toBe("HALT");
  });

  it("going to OBSERVE does not undo a stop", () => {
    const mode = feed("mode", { mode: "OBSERVE", from: "operator", before: "ENFORCED" });
    expect(given(core()).after(stop()).when(mode, tick(TEST_TIME)).state.level).toBe("HALT");
  });
});

describe("the kill latch", () => {
  const foreign = (set: boolean, source = "risk_safety") =>
    event("killLatch.changed", { set, by: "ben", reason: "x" }, { id: `k-${serial++}`, source });

  it("cleared by somebody else while the desk is stopped here: it is set again", () => {
    const stopped = given(core()).after(stop());
    expect(stopped.when(foreign(false)).emitted("killLatch.changed")).toMatchObject([{ set: true, by: "ess" }]);
    stopped.when(foreign(true)).then([]);
    stopped.when(foreign(false, "ess")).then([]);
    given(core()).when(foreign(false)).then([]);
  });

  it("can be said as it is", () => {
    expect(latch(core().initial())).toMatchObject({ data: { set: false, reason: "NORMAL again" } });
  });

  it("events it has no use for change nothing", () => {
    given(core())
      .when(event("service.stopped", { service: "pil", reason: "done" }))
      .then([]);
  });
});

describe("invariants", () => {
  const inputs = fc.oneof(
    fc.integer({ min: 80, max: 110 }).map((usd) => () => equity(String(usd))),
    fc.constantFrom("-1", "0", "1").map((usd) => () => trade(usd)),
    fc.constant(() => alarm()),
    fc.constant(() => feed("error")),
    fc.constant(() => equity("NaN")),
    fc.constantFrom("PAUSE", "REDUCE_ONLY", "HALT").map((level) => () => stop({ level, by: "a", reason: "b" })),
    fc.integer({ min: 0, max: 5 }).map((n) => () => tick(TEST_TIME + n * COOL)),
  );

  it("without a person's re-arm a halt never ends; the latch is set exactly while stopped; the sweep exists exactly while entries must go", () => {
    fc.assert(
      fc.property(fc.array(inputs, { maxLength: 60 }), (makers) => {
        let { state } = given(core()).when(looking());
        for (const make of makers) {
          const next = given(core()).state(state).when(make()).state;
          if (state.level === "HALT") expect(next.level).toBe("HALT");
          expect(LEVELS).toContain(next.level);
          expect(next.latchSaid).toBe(next.level !== "NORMAL");
          expect(next.sweep !== null).toBe(rankOf(next.level) >= 2);
          state = next;
        }
      }),
      { seed: 8012, numRuns: 300 },
    );
  });
});
