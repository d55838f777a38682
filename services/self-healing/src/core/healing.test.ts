import { describe, expect, it } from "@jest/globals";
import { event, failed, Given, given, observed, TEST_TIME } from "@quantum/test-kit";
import type { Mode } from "@quantum/types";
import {
  createSelfHealingCore,
  DEFAULT_SETTINGS,
  type FleetSeen,
  type HealingState,
  LIMITS,
  type SeenRow,
  type SeenService,
} from "./index.ts";

const T0 = 1_700_000_000_000;
const SECOND = 1_000;
const core = createSelfHealingCore();

const row = (nowMs: number, more: Partial<SeenRow> = {}): SeenRow => ({
  at: nowMs,
  status: "HEALTHY",
  mode: "ENFORCED",
  lag: 0,
  lastEventAt: T0,
  reasons: [],
  missing: [],
  ...more,
});
const well = (name: string, nowMs: number, more: Partial<SeenService> = {}): SeenService => ({
  name,
  run: "running",
  needs: [],
  restarts: 0,
  startedAt: T0 - 60_000,
  row: row(nowMs),
  answer: null,
  unfinished: 0,
  position: "1-0/0",
  corrupt: null,
  ...more,
});
const look = (nowMs: number, services: SeenService[], mode: Mode = "ENFORCED") =>
  observed("fleet.seen", { nowMs, services } satisfies FleetSeen, { mode, id: `look-${nowMs}`, source: "self_healing" });
/** A look every second from `from` to `to` seconds after the first, with what `at` makes of the moment. */
const looks = (from: number, to: number, at: (nowMs: number) => SeenService[], mode: Mode = "ENFORCED") =>
  Array.from({ length: to - from + 1 }, (_, i) => look(T0 + (from + i) * SECOND, at(T0 + (from + i) * SECOND), mode));

/** A service frozen since T0: its line is of then, and nothing answers. */
const frozen = (name: string, more: Partial<SeenService> = {}) => well(name, T0, { answer: "NONE", ...more });
const others = (nowMs: number) => ["x", "y", "z", "v", "w"].map((name) => well(name, nowMs));
const begun = (services: (nowMs: number) => SeenService[], mode: Mode = "ENFORCED"): Given<HealingState> =>
  given(core).after(look(T0, services(T0), mode));

describe("SH-01 DEAD", () => {
  it("leaves what crashed to its supervisor, records it, and closes the incident when it is well again", () => {
    const desk = begun((now) => [well("pil", now)]);
    const down = desk.when(look(T0 + 1_000, [well("pil", T0, { run: "restarting" })]));
    expect(down.emitted("incident.opened")).toMatchObject([{ service: "pil", fault: "DEAD", rule: "SH-01" }]);
    expect(down.called("restart")).toEqual([]);
    const up = new Given(core, down.state).when(look(T0 + 3_000, [well("pil", T0 + 3_000, { restarts: 1 })]));
    expect(up.emitted("incident.closed")).toMatchObject([{ outcome: "RECOVERED", recoveryMs: 3_000, restarts: 0 }]);
    expect(up.stored("incidents")).toMatchObject([{ fault: "DEAD", outcome: "RECOVERED", recovery_ms: 3_000 }]);
  });

  it("restarts what its supervisor does not bring back", () => {
    const out = begun((now) => [well("pil", now)]).when(look(T0 + 1_000, [well("pil", T0, { run: "gone" })]));
    expect(out.called("restart")).toMatchObject([{ request: { service: "pil" } }]);
  });

  it("records a crash that was over before it was seen", () => {
    const out = begun((now) => [well("pil", now)]).when(look(T0 + 1_000, [well("pil", T0 + 1_000, { restarts: 1 })]));
    expect([out.emitted("incident.opened").length, out.emitted("incident.closed").length]).toEqual([1, 1]);
  });
});

describe("SH-02 FROZEN", () => {
  const seconds = DEFAULT_SETTINGS.frozenForMs / SECOND;
  const scene = (now: number) => [frozen("pil"), ...others(now)];

  it("restarts a process without a sign of life when the time is over, not a look before", () => {
    const before = begun(scene).when(...looks(1, seconds - 1, scene));
    expect(before.effects).toEqual([]);
    const after = new Given(core, before.state).when(...looks(seconds, seconds, scene));
    expect(after.called("restart")).toMatchObject([{ request: { service: "pil" } }]);
    expect(after.emitted("healing.decided")).toMatchObject([{ rule: "SH-02", action: "RESTART", carriedOut: true }]);
  });

  it("believes a process that answers, whatever its line says, and one that is slow to start", () => {
    const answers = (now: number) => [frozen("pil", { answer: "HEALTHY" }), ...others(now)];
    expect(
      begun(answers)
        .when(...looks(1, seconds + 1, answers))
        .called("restart"),
    ).toEqual([]);
    const starting = (now: number) => [well("pil", T0, { run: "starting", startedAt: T0 }), ...others(now)];
    const hangs = DEFAULT_SETTINGS.startWithinMs / SECOND;
    expect(begun(starting).when(...looks(1, hangs - 1, starting)).effects).toEqual([]);
    expect(
      begun(starting)
        .when(...looks(1, hangs, starting))
        .called("restart"),
    ).toHaveLength(1);
  });

  it("waits for the restart to work, longer with every further one", () => {
    const out = begun(scene).when(...looks(1, 110, scene));
    const times = out.emitted("healing.decided").filter(({ action }) => action === "RESTART");
    // At 5 s, then after 15, 30 and 60 s.
    expect(times.map(({ observed }) => observed)).toEqual([5_000, 20_000, 50_000, 110_000]);
  });

  it("is the same fault for a service that has no line: it is asked", () => {
    const simulator = (now: number) => [well("exchange_simulator", now, { row: null, answer: "NONE" }), ...others(now)];
    expect(
      begun(simulator)
        .when(...looks(1, seconds, simulator))
        .called("restart"),
    ).toHaveLength(1);
  });

  it("is believed sooner when DEFENSIVE", () => {
    const tight = (DEFAULT_SETTINGS.frozenForMs * LIMITS.defensiveFactor) / SECOND;
    const out = begun(scene, "DEFENSIVE").when(...looks(1, tight, scene, "DEFENSIVE"));
    expect(out.called("restart")).toHaveLength(1);
    expect(
      begun(scene)
        .when(...looks(1, tight, scene))
        .called("restart"),
    ).toEqual([]);
  });

  it("is believed sooner while the coordinator orders SAFE", () => {
    const directive = {
      directiveId: "d",
      targets: [],
      riskMode: "SAFE" as const,
      constraints: {},
      expiresAt: TEST_TIME * 2,
      by: "x",
      reason: "y",
    };
    const ordered = given(core).after(
      event(
        "cycle.completed",
        { outcome: "NOTHING_TO_DO", signals: 0, requested: 0, settled: 0, skips: [], missing: [] },
        { cycle: TEST_TIME },
      ),
      event("directive.issued", directive, { source: "ai_hfos", at: TEST_TIME }),
    );
    const tight = (DEFAULT_SETTINGS.frozenForMs * LIMITS.defensiveFactor) / SECOND;
    expect(ordered.when(...looks(0, tight, scene)).called("restart")).toHaveLength(1);
  });
});

describe("SH-03 WEDGED", () => {
  const seconds = DEFAULT_SETTINGS.wedgedForMs / SECOND;
  const waits = (more: Partial<SeenRow>) => (now: number) => [well("pil", now, { row: row(now, { lag: 3, ...more }) }), ...others(now)];

  it("restarts a service whose work waits and does not go on", () => {
    const scene = waits({});
    expect(
      begun(scene)
        .when(...looks(1, seconds - 1, scene))
        .called("restart"),
    ).toEqual([]);
    const out = begun(scene).when(...looks(1, seconds, scene));
    expect(out.emitted("incident.opened")).toMatchObject([{ fault: "WEDGED", rule: "SH-03" }]);
    expect(out.called("restart")).toHaveLength(1);
  });

  it("quiet is not wedged; nor is slow; nor a service that is OFF", () => {
    const quiet = (now: number) => [well("pil", now), ...others(now)];
    const slow = (now: number) => [well("pil", now, { row: row(now, { lag: 9, lastEventAt: Math.floor(now / 5_000) }) }), ...others(now)];
    const off = waits({ mode: "OFF" });
    for (const scene of [quiet, slow, off]) expect(begun(scene).when(...looks(1, 60, scene)).effects).toEqual([]);
  });

  it("a service that answers but does not write its line any more is wedged too", () => {
    const scene = (now: number) => [well("pil", T0, { answer: "HEALTHY" }), ...others(now)];
    expect(
      begun(scene)
        .when(...looks(1, 13, scene))
        .emitted("incident.opened"),
    ).toMatchObject([{ fault: "WEDGED" }]);
  });
});

describe("SH-04 NOT_CONSUMING", () => {
  it("restarts a service that says all is well while more and more waits for it", () => {
    const scene = (now: number) => [well("pil", now, { unfinished: 1 + Math.floor((now - T0) / 3_000) }), ...others(now)];
    const out = begun(scene).when(...looks(1, 11, scene));
    expect(out.emitted("incident.opened")).toMatchObject([{ fault: "NOT_CONSUMING", rule: "SH-04" }]);
    expect(out.called("restart")).toHaveLength(1);
  });

  it("a place that nobody reads from any more, or that moves, is no sign", () => {
    const stale = (now: number) => [well("pil", now, { unfinished: 7 }), ...others(now)];
    const moves = (now: number) => [well("pil", now, { unfinished: (now - T0) / SECOND, position: `${now}` }), ...others(now)];
    for (const scene of [stale, moves]) expect(begun(scene).when(...looks(1, 60, scene)).effects).toEqual([]);
  });
});

describe("SH-05 DEPENDENCY", () => {
  const seconds = DEFAULT_SETTINGS.dependencyForMs / SECOND;
  const misses =
    (missing: string, status: SeenRow["status"] = "DEGRADED") =>
    (now: number) => [well("execution", now, { row: row(now, { status, missing: [missing] }) }), ...others(now)];

  it("has it connect anew when the time is over; what others have leads to a restart later, an exchange never", () => {
    const scene = misses("postgres");
    expect(begun(scene).when(...looks(1, seconds - 1, scene)).effects).toEqual([]);
    const first = begun(scene).when(...looks(1, seconds, scene));
    expect([first.called("reconnect").length, first.called("restart").length]).toEqual([1, 0]);
    expect(
      begun(scene)
        .when(...looks(1, 60, scene))
        .called("restart").length,
    ).toBeGreaterThan(0);
    const exchange = misses("exchange");
    const out = begun(exchange).when(...looks(1, 120, exchange));
    expect(out.called("reconnect").length).toBeGreaterThan(1);
    expect(out.called("restart")).toEqual([]);
  });
});

describe("SH-06 stopped on purpose", () => {
  it("is never revived: by the supervisor's word, or by its goodbye", () => {
    const stopped = (now: number) => [well("pil", T0, { run: "stopped", answer: "NONE" }), ...others(now)];
    expect(begun(stopped).when(...looks(1, 60, stopped)).effects).toEqual([]);
    const gone = (now: number) => [well("pil", T0, { run: "gone" }), ...others(now)];
    const goodbye = event("service.stopped", { service: "pil", reason: "SIGTERM" });
    expect(
      given(core)
        .after(goodbye)
        .when(...looks(0, 60, gone))
        .called("restart"),
    ).toEqual([]);
    const back = event("service.started", { service: "pil", version: "1", mode: "OBSERVE", recovered: 0 });
    expect(
      given(core)
        .after(goodbye, back)
        .when(...looks(0, 1, gone))
        .called("restart"),
    ).toHaveLength(1);
  });

  it("ends its incident when it is stopped in the middle of it, and one who left the fleet is forgotten", () => {
    const scene = (now: number) => [frozen("pil"), ...others(now)];
    const ill = begun(scene).after(...looks(1, 6, scene));
    const stopped = ill.when(look(T0 + 7_000, [well("pil", T0, { run: "stopped" }), ...others(T0 + 7_000)]));
    expect(stopped.emitted("incident.closed")).toMatchObject([{ outcome: "STOPPED_ON_PURPOSE" }]);
    expect(ill.when(look(T0 + 7_000, others(T0 + 7_000))).emitted("incident.closed")).toMatchObject([{ outcome: "GONE" }]);
  });
});

describe("SH-07 common cause", () => {
  const scene = (sick: number) => (now: number) => ["a", "b", "c", "d", "e"].map((name, i) => (i < sick ? frozen(name) : well(name, now)));

  it("restarts nobody while many are ill in the same way at once, and says so once each", () => {
    const out = begun(scene(3)).when(...looks(1, 8, scene(3)));
    expect(out.called("restart")).toEqual([]);
    expect(out.emitted("healing.decided").filter(({ rule, action }) => rule === "SH-07" && action === "WAIT")).toHaveLength(3);
  });

  it("two of five are two faults", () => {
    expect(
      begun(scene(2))
        .when(...looks(1, 8, scene(2)))
        .called("restart"),
    ).toHaveLength(2);
  });
});

describe("SH-08 restart intensity", () => {
  const scene = (now: number) => [frozen("pil"), ...others(now)];

  it("stops restarting one service at its limit, and tells a person", () => {
    const out = begun(scene).when(...looks(1, 500, scene));
    expect(out.called("restart")).toHaveLength(DEFAULT_SETTINGS.serviceRestarts);
    expect(out.emitted("alert.raised").filter(({ code }) => code === "HEALING_EXHAUSTED")).toHaveLength(1);
  });

  it("stops restarting anybody at the fleet's limit, until the window is over", () => {
    const restarts = Array.from({ length: DEFAULT_SETTINGS.fleetRestarts }, (_, i) => ({ service: `s${i}`, atMs: T0 }));
    const full = begun(scene).state((state) => ({ ...state, restarts }));
    expect(full.when(...looks(1, 20, scene)).called("restart")).toEqual([]);
    const oneLess = begun(scene).state((state) => ({ ...state, restarts: restarts.slice(1) }));
    expect(oneLess.when(...looks(1, 10, scene)).called("restart")).toHaveLength(1);
    expect(full.when(...looks(1, DEFAULT_SETTINGS.windowMs / SECOND, scene)).called("restart")).toHaveLength(1);
  });
});

describe("SH-09 dependency order", () => {
  it("first what it needs, then it", () => {
    const scene = (now: number) => [
      frozen("execution", { needs: ["exchange_simulator"] }),
      frozen("exchange_simulator", { row: null }),
      ...others(now),
    ];
    const out = begun(scene).when(...looks(1, 12, scene));
    expect(out.called("restart")).toMatchObject([{ request: { service: "exchange_simulator" } }]);
    expect(out.emitted("healing.decided")).toContainEqual(expect.objectContaining({ service: "execution", rule: "SH-09", action: "WAIT" }));
  });

  it("leaves what others need alone while one of them is in hand", () => {
    const execution = (more: Partial<SeenService>) => frozen("execution", { needs: ["exchange_simulator"], ...more });
    const first = (now: number) => [execution({}), well("exchange_simulator", now), ...others(now)];
    const both = (now: number) => [execution({}), frozen("exchange_simulator"), ...others(now)];
    const out = begun(first)
      .after(...looks(1, 5, first))
      .when(...looks(6, 12, both));
    expect(out.called("restart")).toEqual([]);
  });
});

describe("SH-10 blindness", () => {
  it("after a time without looks everybody's clock starts anew", () => {
    const scene = (now: number) => [frozen("pil"), ...others(now)];
    const out = begun(scene).when(...looks(60, 64, scene));
    expect(out.effects).toEqual([]);
    expect(new Given(core, out.state).when(...looks(65, 65, scene)).called("restart")).toHaveLength(1);
  });
});

describe("SH-11 error rate", () => {
  const alerts = (count: number) =>
    Array.from({ length: count }, (_, i) =>
      event("alert.raised", { service: "pil", severity: "CRITICAL", code: "X", message: "m", action: "a" }, { id: `a${i}`, source: "pil" }),
    );
  const limit = DEFAULT_SETTINGS.maxErrors;

  it("asks for a pause above the limit, again while it lasts, and not any more when it is calm", () => {
    const desk = begun(others);
    expect(
      desk
        .after(...alerts(limit))
        .when(...looks(1, 5, others))
        .emitted("pause.asked"),
    ).toEqual([]);
    const out = desk.after(...alerts(limit + 1)).when(...looks(1, 120, others));
    expect(out.emitted("pause.asked").map(({ errors }) => errors)).toEqual([7, 7, 7]);
  });

  it("a stop is no error, and neither is a word of its own", () => {
    const alert = (code: string, source: string, id: string) =>
      event("alert.raised", { service: "x", severity: "CRITICAL", code, message: "m", action: "a" }, { id, source });
    const stops = ["a", "b", "c"].flatMap((id) => [
      alert("ESS_STOPPED", "ess", `e${id}`),
      alert("KILL_LATCH_SET", "risk_safety", `k${id}`),
      alert("HEALING_EXHAUSTED", "self_healing", `h${id}`),
    ]);
    expect(
      begun(others)
        .after(...stops)
        .when(...looks(1, 2, others)).effects,
    ).toEqual([]);
  });

  it("an alert that is delivered twice is one error", () => {
    const doubled = [...alerts(limit), ...alerts(limit)];
    expect(
      begun(others)
        .after(...doubled)
        .when(...looks(1, 2, others)).effects,
    ).toEqual([]);
  });
});

describe("SH-12 corrupt state", () => {
  const scene = (name: string) => (now: number) => [
    well(name, now, { row: row(now, { status: "DEGRADED", missing: ["lease"] }), corrupt: "core" }),
    ...others(now),
  ];

  it("sets aside what a module cannot read", () => {
    expect(
      begun(scene("pil"))
        .when(...looks(1, 3, scene("pil")))
        .called("quarantine"),
    ).toEqual([]);
    expect(
      given(core)
        .when(...looks(0, 3, scene("pil")))
        .called("quarantine"),
    ).toMatchObject([{ request: { service: "pil" } }]);
  });

  it("never touches the memory of money: a person is told", () => {
    const out = given(core).when(...looks(0, 60, scene("execution")));
    expect([out.called("quarantine"), out.called("restart")]).toEqual([[], []]);
    expect(out.emitted("alert.raised")).toMatchObject([{ severity: "CRITICAL", code: "INCIDENT_CORRUPT_STATE" }]);
  });
});

describe("SH-13 emergency", () => {
  const minutes = DEFAULT_SETTINGS.emergencyAfterMs / SECOND;
  const scene = (now: number) => [well("execution", T0, { run: "restarting" }), ...others(now)];

  it("asks ess to close, once, when the gateway stays away while positions may be open", () => {
    expect(
      begun(scene)
        .when(...looks(1, minutes - 1, scene))
        .called("emergency"),
    ).toEqual([]);
    const out = begun(scene).when(...looks(1, minutes + 60, scene));
    expect(out.called("emergency")).toHaveLength(1);
    expect(out.emitted("healing.decided")).toMatchObject([{ rule: "SH-13", action: "EMERGENCY", carriedOut: true }]);
  });

  it("not when the books say that nothing is open, and only ENFORCED or DEFENSIVE", () => {
    const flat = begun(scene).state((state) => ({ ...state, openPositions: 0 }));
    expect(flat.when(...looks(1, minutes + 1, scene)).called("emergency")).toEqual([]);
    const safe = begun(scene, "SAFE").when(...looks(1, minutes + 1, scene, "SAFE"));
    expect(safe.called("emergency")).toEqual([]);
    expect(safe.emitted("healing.decided")).toMatchObject([{ action: "EMERGENCY", carriedOut: false }]);
  });
});

describe("modes", () => {
  const scene = (now: number) => [frozen("pil"), ...others(now)];

  it("OBSERVE says what it would do, and does nothing; OFF does not even look", () => {
    const out = begun(scene, "OBSERVE").when(...looks(1, 6, scene, "OBSERVE"));
    expect(out.emitted("healing.decided")).toMatchObject([{ action: "RESTART", carriedOut: false }]);
    expect(out.effects.filter(({ kind }) => kind === "call")).toEqual([]);
    expect(begun(scene, "OFF").when(...looks(1, 60, scene, "OFF")).effects).toEqual([]);
  });

  it("SAFE restarts and reconnects, but sets nothing aside", () => {
    expect(
      begun(scene, "SAFE")
        .when(...looks(1, 6, scene, "SAFE"))
        .called("restart"),
    ).toHaveLength(1);
    const corrupt = (now: number) => [well("pil", now, { corrupt: "outbox" }), ...others(now)];
    const out = given(core).when(...looks(0, 2, corrupt, "SAFE"));
    expect(out.called("quarantine")).toEqual([]);
    expect(out.emitted("healing.decided")).toMatchObject([{ action: "QUARANTINE", carriedOut: false }]);
  });

  it("a remedy that failed is told, and tried again later", () => {
    const out = begun(scene).when(
      failed({ callId: "c", name: "restart", request: { service: "pil" } }, { definitive: true, code: "REFUSED" }),
    );
    expect(out.emitted("alert.raised")).toMatchObject([{ service: "pil", code: "HEALING_FAILED", severity: "WARNING" }]);
  });
});
