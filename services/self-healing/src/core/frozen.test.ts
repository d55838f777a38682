import { describe, expect, it } from "@jest/globals";
import { event, Given, given, TEST_TIME } from "@quantum/test-kit";
import { begun, core, frozen, looks, oneFrozen, others, SECOND, T0, well } from "../../test/scenario.ts";
import { DEFAULT_SETTINGS, LIMITS } from "./index.ts";

describe("SH-02 FROZEN", () => {
  const seconds = DEFAULT_SETTINGS.frozenForMs / SECOND;
  it("restarts a process without a sign of life when the time is over, not a look before", () => {
    const before = begun(oneFrozen).when(...looks(1, seconds - 1, oneFrozen));
    expect(before.effects).toEqual([]);
    const after = new Given(core, before.state).when(...looks(seconds, seconds, oneFrozen));
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
    const out = begun(oneFrozen).when(...looks(1, 110, oneFrozen));
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
    const out = begun(oneFrozen, "DEFENSIVE").when(...looks(1, tight, oneFrozen, "DEFENSIVE"));
    expect(out.called("restart")).toHaveLength(1);
    expect(
      begun(oneFrozen)
        .when(...looks(1, tight, oneFrozen))
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
    expect(ordered.when(...looks(0, tight, oneFrozen)).called("restart")).toHaveLength(1);
  });
});
