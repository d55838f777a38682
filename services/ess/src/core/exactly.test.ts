import { describe, expect, it } from "@jest/globals";
import { answered, event, given, observed, TEST_TIME, woken } from "@quantum/test-kit";
import type { EventData, Input } from "@quantum/types";
import { createEssCore, DEFAULT_SETTINGS, type EssSettings, type EssState, LEVELS, LIMITS, sweepsEntries } from "./index.ts";
import { rankOf, stepBelow, strictest } from "./levels.ts";

/** What is said and kept, to the letter: words that a person or the audit reads, and what must not be said at all. */
const core = (settings: Partial<EssSettings> = {}) => createEssCore({ ...DEFAULT_SETTINGS, ...settings });
const COOL = DEFAULT_SETTINGS.coolDownMs;
let serial = 0;
const feed = (name: string, data: unknown = null, at = TEST_TIME) => observed(name, data, { at, id: `feed-${serial++}` });
const equity = (usd: string, at = TEST_TIME) => feed("equity", usd, at);
const stop = (level: string, by = "anna", reason = "drill") => feed("stop", { level, close: false, by, reason });
const trade = (netPnlUsd: string) => event("trade.closed", { netPnlUsd } as EventData<"trade.closed">, { id: `t-${serial++}` });
const alarm = (about: Partial<EventData<"alert.raised">> = {}, at = TEST_TIME) =>
  event(
    "alert.raised",
    { service: "x", severity: "CRITICAL", code: "DEAD_LETTER", message: "m", action: "a", ...about },
    { id: `a-${serial++}`, at },
  );
const failedCycle = () => event("trading.cycleFailed", { code: "TRADING_CYCLE_ERROR", reason: "boom" }, { id: `c-${serial++}` });
const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
const observing = { firstMode: { mode: "OBSERVE", from: "test", before: null } } as const;
const report = {
  ok: true,
  cancelled: 3,
  entriesLeft: 0,
  positionsLeft: 0,
  unprotected: [] as string[],
  cancelledMs: 1,
  flatMs: null,
  reason: "",
};
const sweptOf = (state: EssState, about: Partial<typeof report> = {}) =>
  answered({ callId: state.sweep?.sweepId ?? "", name: "sweep" }, { ...report, ...about }, { id: `s-${serial++}` });
const alerts = (outcome: { emitted(type: "alert.raised"): unknown }) => outcome.emitted("alert.raised");
const quiet = (input: Input, before: readonly Input[] = []) =>
  given(core())
    .after(...before)
    .when(input)
    .then([]);

describe("what is told to the letter", () => {
  const REARM = "Look at GET /status of ess; when the cause is understood, POST /rearm with who and why.";

  it("a stop, with rule, trigger, who, why, figure and limit", () => {
    const outcome = given(core()).after(equity("100")).when(equity("90"));
    const why = "HALT: ESS-01 DRAWDOWN by ess: equity fell from 100.00 to 90.00 USD (0.1, limit 0.05)";
    expect(alerts(outcome)).toEqual([{ service: "ess", severity: "CRITICAL", code: "ESS_STOPPED", message: why, action: REARM }]);
    expect(outcome.emitted("killLatch.changed")).toEqual([{ set: true, by: "ess", reason: why }]);
  });

  it("several causes of the same level together, milder ones not", () => {
    const outcome = given(core()).after(failedCycle(), stop("HALT")).when(feed("failure", "broken"));
    const reasons = given(core())
      .after(failedCycle(), stop("HALT"), feed("failure", "broken"))
      .when(event("killLatch.changed", { set: false, by: "ben", reason: "x" }, { id: "k", source: "risk_safety" }));
    expect(outcome.effects).toEqual([]);
    expect(reasons.emitted("killLatch.changed")[0]?.reason).toBe(
      "HALT: ESS-04 MANUAL by anna: drill (a person's word, limit none); ESS-07 OWN_FAILURE by ess: broken (failure, limit none)",
    );
  });

  it("what would be stopped", () => {
    const outcome = given(core(observing)).after(equity("100")).when(equity("90"));
    expect(alerts(outcome)).toEqual([
      {
        service: "ess",
        severity: "WARNING",
        code: "ESS_WOULD_STOP",
        message: "would be HALT: ESS-01 DRAWDOWN by ess: equity fell from 100.00 to 90.00 USD (0.1, limit 0.05)",
        action: "Nothing is stopped, because ess is not ENFORCED. Look at GET /status of ess.",
      },
    ]);
  });

  it("what would be is not told again while it only stays", () => {
    expect(given(core(observing)).after(equity("100"), equity("90")).when(equity("89")).effects).toEqual([]);
  });

  it("a step down, and a re-arm", () => {
    const at = TEST_TIME + COOL;
    const stepped = given(core())
      .after(feed("looking"), ...times(11, () => feed("error")), equity("100", at))
      .when(feed("tick", null, at));
    expect(alerts(stepped)).toEqual([
      {
        service: "ess",
        severity: "WARNING",
        code: "ESS_STEPPED_DOWN",
        message: "from REDUCE_ONLY to PAUSE: the cause was not seen for the cool-down",
        action: "Nothing to do.",
      },
    ]);
    const rearmed = given(core())
      .after(stop("PAUSE"))
      .when(feed("rearm", { by: "ben", reason: "over" }));
    expect(alerts(rearmed)).toEqual([
      {
        service: "ess",
        severity: "WARNING",
        code: "ESS_REARMED",
        message: "re-armed after PAUSE by ben: over",
        action: "Nothing to do. If risk_safety was stopped by a person too, clear that there.",
      },
    ]);
  });

  it("a sweep that is done, and one that is not", () => {
    const { state } = given(core()).when(stop("HALT"));
    const told = (about: Partial<typeof report>) => alerts(given(core()).state(state).when(sweptOf(state, about)));
    expect(told({})).toEqual([
      {
        service: "ess",
        severity: "WARNING",
        code: "ESS_SWEPT",
        message: "3 entry orders cancelled, verified twice.",
        action: "Check positions and stops at the exchange.",
      },
    ]);
    const bare = "3 entry orders cancelled, verified twice. Positions without a protective stop: BTCUSDT, ETHUSDT.";
    expect(told({ unprotected: ["BTCUSDT", "ETHUSDT"] })).toMatchObject([{ severity: "CRITICAL", message: bare }]);
    expect(told({ ok: false, entriesLeft: 2, positionsLeft: 1, reason: "no answer", unprotected: ["BTCUSDT"] })).toEqual([
      {
        service: "ess",
        severity: "CRITICAL",
        code: "ESS_SWEEP_FAILED",
        message: "2 entry orders and 1 positions are left: no answer. Trying again. Positions without a protective stop: BTCUSDT.",
        action: "Look at the exchange yourself: cancel what rests, close what must be closed.",
      },
    ]);
    const closing = given(core()).when(feed("stop", { level: "HALT", close: true, by: "a", reason: "b" })).state;
    expect(alerts(given(core()).state(closing).when(sweptOf(closing)))).toMatchObject([
      { message: "3 entry orders cancelled, all positions closed, verified twice." },
    ]);
  });

  it("a first sweep tells even when nothing had to go", () => {
    const { state } = given(core()).when(stop("HALT"));
    expect(
      alerts(
        given(core())
          .state(state)
          .when(sweptOf(state, { cancelled: 0 })),
      ),
    ).toHaveLength(1);
  });

  it("nobody could sweep: all figures are nothing", () => {
    const { state } = given(core()).when(stop("HALT"));
    const error = { definitive: true, code: "NO_HANDLER", message: "nobody" };
    const nobody = { ...sweptOf(state), data: { callId: state.sweep?.sweepId ?? "", name: "sweep", request: null, ok: false, error } };
    expect(
      given(core())
        .state(state)
        .when(nobody as Input).state.sweep,
    ).toMatchObject({
      phase: "RUNNING",
      attempts: 1,
      report: {
        ok: false,
        cancelled: 0,
        entriesLeft: 0,
        positionsLeft: 0,
        unprotected: [],
        cancelledMs: 0,
        flatMs: null,
        reason: "nobody",
      },
    });
  });
});

describe("what is not told at all", () => {
  it.each<[string, Input]>([
    ["the beginning of the watch", feed("looking")],
    ["market time", feed("marketTime", TEST_TIME)],
    ["a tick", feed("tick")],
    ["equity that is well", equity("100")],
    ["a single error", feed("error")],
    ["entries that rest while they may", feed("entriesRest")],
    ["a change of mode", feed("mode", { mode: "OBSERVE", from: "operator", before: "ENFORCED" })],
    ["a re-arm of what is not stopped", feed("rearm", { by: "ben", reason: "over" })],
    ["a loss", trade("-1")],
    ["a win", trade("1")],
    ["an alert", alarm()],
    ["a warning", alarm({ severity: "WARNING" })],
    ["a latch that is set", event("killLatch.changed", { set: true, by: "ben", reason: "x" }, { source: "risk_safety" })],
  ])("%s", (_, input) => {
    quiet(input, [feed("looking")]);
  });

  it("a stop that changes nothing, an error and a failed cycle while the desk is halted", () => {
    const word = stop("HALT");
    for (const input of [stop("PAUSE"), feed("failure", "again"), feed("error"), failedCycle(), equity("1")]) quiet(input, [word]);
  });

  it("a wake-up, and what we said ourselves: neither is even remembered", () => {
    expect(quiet(woken("anything")).state).toEqual(core().initial());
    const own = event("trade.closed", { netPnlUsd: "-1" } as EventData<"trade.closed">, { source: "ess" });
    expect(quiet(own).state).toEqual(core().initial());
  });

  it("by the clock of cycles neither: what is noted waits, whatever is seen in between", () => {
    const cycles = () => core({ clock: "cycles" });
    const noted = given(cycles()).after(...times(6, () => trade("-1")));
    for (const input of [feed("error"), feed("tick"), failedCycle(), alarm(), answered({ callId: "x", name: "sweep" }, report)]) {
      const outcome = noted.when(input);
      expect([outcome.effects, outcome.state.level]).toEqual([[], "NORMAL"]);
    }
  });
});

describe("what is remembered", () => {
  it("an event that is delivered again leads to its own words, or to none", () => {
    const [first, second, silent] = [
      failedCycle(),
      event("killLatch.changed", { set: false, by: "b", reason: "x" }, { id: "l" }),
      trade("1"),
    ];
    const one = given(core()).when(first);
    const two = given(core()).state(one.state).when(second);
    const { state } = given(core()).state(two.state).when(silent);
    expect(one.effects).not.toEqual(two.effects);
    given(core()).state(state).when(first).then(one.effects);
    given(core()).state(state).when(second).then(two.effects);
    given(core()).state(state).when(silent).then([]);
    expect(state.said.map(({ id }) => id)).toEqual([first.id, "l"]);
  });

  it("only so much: ids, words, errors", () => {
    const many = times(LIMITS.seenMemory + 2, () => trade("1"));
    const { seenIds } = given(core()).when(...many).state;
    expect(seenIds).toEqual(many.slice(2).map(({ id }) => id));
    const valued = times(LIMITS.saidMemory + 2, (n) =>
      event("portfolio.valued", { equityUsd: "1" } as EventData<"portfolio.valued">, { id: `v-${n}`, cycle: TEST_TIME + n }),
    );
    expect(
      given(core())
        .when(...valued)
        .state.said.map(({ id }) => id),
    ).toEqual(valued.slice(2).map(({ id }) => id));
    const errors = given(core({ maxErrors: 1_000 })).when(...times(LIMITS.errorMemory + 5, () => alarm())).state.errors;
    expect(errors.market).toHaveLength(LIMITS.errorMemory);
  });

  it("texts from outside only to a sensible length, without blanks around them", () => {
    const { causes } = given(core()).when(stop("HALT", "  anna  ", "x".repeat(LIMITS.textMax + 1))).state;
    expect([causes[0]?.by, causes[0]?.reason.length]).toEqual(["anna", LIMITS.textMax]);
  });

  it("a cause as it was raised; raised again as strictly it keeps who and why, and knows when it was seen last", () => {
    const later = TEST_TIME + 5;
    const cause = {
      trigger: "MANUAL",
      rule: "ESS-04",
      level: "PAUSE",
      latched: true,
      close: false,
      observed: "a person's word",
      limit: "none",
      by: "anna",
      reason: "drill",
      binding: true,
      since: TEST_TIME,
      lastSeenAt: TEST_TIME,
    };
    const first = given(core()).when(stop("PAUSE"));
    expect(first.state.causes).toEqual([cause]);
    const again = given(core())
      .state(first.state)
      .when(feed("stop", { level: "PAUSE", by: "ben", reason: "too" }, later));
    expect(again.state.causes).toEqual([{ ...cause, lastSeenAt: later }]);
  });

  it("a cause that was not latched is, once it is raised as one that is", () => {
    const { state } = given(core()).when(stop("PAUSE"));
    const loose = { ...state, causes: state.causes.map((cause) => ({ ...cause, latched: false })) };
    expect(given(core()).state(loose).when(stop("PAUSE")).state.causes[0]?.latched).toBe(true);
  });

  it("losses in a row through the cool-down of another cause, and until their own is over", () => {
    const at = TEST_TIME + COOL;
    const three = given(core()).after(feed("looking"), ...times(3, () => trade("-1")), failedCycle());
    const over = three.when(feed("marketTime", at, at), equity("1", at), feed("tick", null, at));
    expect(over.state).toMatchObject({ level: "NORMAL", lossesInARow: 3 });
    const six = given(core()).after(feed("looking"), ...times(6, () => trade("-1")));
    const strict = six.state((state) => ({ ...state, causes: state.causes.map((cause) => ({ ...cause, level: "REDUCE_ONLY" as const })) }));
    const stepped = strict.when(feed("marketTime", at, at), equity("1", at), feed("tick", null, at));
    expect(stepped.state).toMatchObject({ lossesInARow: 6, causes: [{ level: "PAUSE", lastSeenAt: at }] });
  });

  it("nothing at the beginning", () => {
    expect(core().initial()).toEqual({
      mode: { mode: "ENFORCED", from: "default", before: null },
      level: "NORMAL",
      wouldBe: "NORMAL",
      causes: [],
      clockAt: 0,
      marketAt: 0,
      lookingSince: 0,
      equityUsd: null,
      equityAt: null,
      peakUsd: null,
      lossesInARow: 0,
      errors: { market: [], own: [] },
      seenIds: [],
      said: [],
      cycle: 0,
      answering: false,
      errorsSince: 0,
      cycleFailure: null,
      sweep: null,
      latchSaid: false,
      rearmed: null,
    });
  });
});

describe("what each cause is", () => {
  const causeOf = (...inputs: Input[]) => given(core()).when(feed("looking"), ...inputs).state.causes[0];
  const fixed = { latched: false, close: false, by: "ess" };

  it("to the letter", () => {
    expect(causeOf(...times(6, () => trade("-1")))).toMatchObject({
      ...fixed,
      trigger: "LOSSES",
      rule: "ESS-02",
      level: "PAUSE",
      observed: "6",
      limit: "5",
      reason: "6 trades lost in a row",
    });
    expect(causeOf(...times(11, () => feed("error")))).toMatchObject({
      ...fixed,
      trigger: "ERRORS",
      rule: "ESS-03",
      level: "REDUCE_ONLY",
      observed: "11",
      limit: "10",
      reason: "11 system errors within 60 s",
    });
    expect(causeOf(failedCycle())).toMatchObject({
      ...fixed,
      rule: "ESS-05",
      observed: "TRADING_CYCLE_ERROR",
      limit: "none",
      reason: "the trading cycle failed: boom",
    });
    expect(causeOf(feed("tick", null, TEST_TIME + 15_001))).toMatchObject({
      ...fixed,
      rule: "ESS-06",
      observed: "unknown",
      limit: "15000 ms",
      reason: "equity was not heard for 15 s",
    });
    expect(causeOf(equity("NaN"))).toMatchObject({ reason: 'the exchange says equity is "NaN"' });
    expect(causeOf(feed("failure", "broken"))).toMatchObject({
      latched: true,
      close: false,
      by: "ess",
      trigger: "OWN_FAILURE",
      observed: "failure",
      limit: "none",
    });
    expect(causeOf(equity("100"), equity("90"))).toMatchObject({
      close: false,
      by: "ess",
      rule: "ESS-01",
      observed: "0.1",
      limit: "0.05",
      reason: "equity fell from 100.00 to 90.00 USD",
    });
  });
});

describe("levels", () => {
  it("are in order, and the strictest of several holds", () => {
    expect(LEVELS.map(rankOf)).toEqual([0, 1, 2, 3]);
    expect(strictest([])).toBe("NORMAL");
    expect(strictest(["PAUSE", "HALT", "NORMAL"])).toBe("HALT");
    expect(LEVELS.map(stepBelow)).toEqual(["NORMAL", "NORMAL", "PAUSE", "REDUCE_ONLY"]);
    expect(LEVELS.map(sweepsEntries)).toEqual([false, false, true, true]);
  });
});

describe("what the core tells of itself", () => {
  it("its name, what it reads, what it says, and its limits", () => {
    const { name, consumes, emits } = core();
    expect(name).toBe("ess");
    expect([...consumes].sort()).toEqual([
      "alert.raised",
      "killLatch.changed",
      "pause.asked",
      "portfolio.valued",
      "trade.closed",
      "trading.cycleFailed",
    ]);
    expect([...emits].sort()).toEqual(["alert.raised", "emergency.judged", "killLatch.changed"]);
    expect(createEssCore().initial()).toEqual(core().initial());
    expect(DEFAULT_SETTINGS).toMatchObject({
      maxDrawdownRatio: "0.05",
      maxLossesInARow: 5,
      maxErrors: 10,
      errorWindowMs: 60_000,
      equityStaleMs: 15_000,
      coolDownMs: 900_000,
      closeOnHalt: false,
      clock: "real",
    });
  });
});
