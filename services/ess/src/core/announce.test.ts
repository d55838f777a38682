import { describe, expect, it } from "@jest/globals";
import { event, given, TEST_TIME } from "@quantum/test-kit";
import type { Input } from "@quantum/types";
import { COOL, core, equity, failedCycle, feed, nextId, observing, stop, stopAt, sweptOf, times } from "../../test/scenario.ts";
import { latch, type SweepReport } from "./index.ts";

const alerts = (outcome: { emitted(type: "alert.raised"): unknown }) => outcome.emitted("alert.raised");

describe("the kill latch", () => {
  const foreign = (set: boolean, source = "risk_safety") =>
    event("killLatch.changed", { set, by: "ben", reason: "x" }, { id: nextId("k"), source });

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

describe("what is told to the letter", () => {
  const REARM = "Look at GET /status of ess; when the cause is understood, POST /rearm with who and why.";

  it("a stop, with rule, trigger, who, why, figure and limit", () => {
    const outcome = given(core()).after(equity("100")).when(equity("90"));
    const why = "HALT: ESS-01 DRAWDOWN by ess: equity fell from 100.00 to 90.00 USD (0.1, limit 0.05)";
    expect(alerts(outcome)).toEqual([{ service: "ess", severity: "CRITICAL", code: "ESS_STOPPED", message: why, action: REARM }]);
    expect(outcome.emitted("killLatch.changed")).toEqual([{ set: true, by: "ess", reason: why }]);
  });

  it("several causes of the same level together, milder ones not", () => {
    const outcome = given(core()).after(failedCycle(), stopAt("HALT")).when(feed("failure", "broken"));
    const reasons = given(core())
      .after(failedCycle(), stopAt("HALT"), feed("failure", "broken"))
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
      .after(stopAt("PAUSE"))
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
    const { state } = given(core()).when(stopAt("HALT"));
    const told = (about: Partial<SweepReport>) => alerts(given(core()).state(state).when(sweptOf(state, about)));
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
    const { state } = given(core()).when(stopAt("HALT"));
    expect(
      alerts(
        given(core())
          .state(state)
          .when(sweptOf(state, { cancelled: 0 })),
      ),
    ).toHaveLength(1);
  });

  it("nobody could sweep: all figures are nothing", () => {
    const { state } = given(core()).when(stopAt("HALT"));
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
