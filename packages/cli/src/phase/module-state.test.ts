import { describe, expect, it } from "@jest/globals";
import { FLEET } from "../../../../fleet.ts";
import { readHealth, stateOf } from "./deployment.ts";
import { isAsAsked, renderRollout, rolloutState } from "./module-state.ts";
import { modulesUpTo } from "./phase-modules.ts";

const well = (module: string) => ({ module, state: "running", health: "HEALTHY", mode: "OBSERVE" });
const upTo = (phase: number) => modulesUpTo(phase).map(({ name }) => well(name));
const stateOfPhase = (phase: number, known: Parameters<typeof rolloutState>[1]) =>
  rolloutState(5, known).phases.find((one) => one.phase === phase)?.state;

describe("the state of the rollout", () => {
  it("lists every module, and says of those without a container that they are not created", () => {
    const { modules } = rolloutState(2, upTo(2));
    expect(modules.length).toBe(FLEET.filter(({ group }) => group === "module").length);
    expect(modules.find(({ module }) => module === "pal")).toEqual({
      module: "pal",
      phase: 3,
      state: "not created",
      health: null,
      mode: null,
    });
    expect(renderRollout(rolloutState(2, upTo(2)))).toContain("phase 3: not created (pal, trading_mathematician)");
  });

  it("calls a phase up only when all of its modules are healthy", () => {
    expect(stateOfPhase(1, upTo(1))).toBe("up");
    for (const health of ["DEGRADED", "UNHEALTHY", "SILENT"])
      expect(
        stateOfPhase(
          1,
          upTo(1).map((state) => (state.module === "pil" ? { ...state, health } : state)),
        ),
      ).toBe("incomplete");
    expect(stateOfPhase(1, [])).toBe("not created");
    expect(
      stateOfPhase(
        1,
        upTo(1).map(({ module }) => ({ module, state: "stopped", health: null, mode: null })),
      ),
    ).toBe("stopped");
  });

  it("is as asked for when the modules asked for are healthy or stopped on purpose, and not when one is missing, silent or ended", () => {
    const without = (name: string, instead: ReturnType<typeof well>[] = []) => [
      ...upTo(2).filter(({ module }) => module !== name),
      ...instead,
    ];
    const state = (text: string, health: string | null) => ({ ...well("pba"), state: text, health }) as ReturnType<typeof well>;
    expect(isAsAsked(rolloutState(2, upTo(2)))).toBe(true);
    expect(isAsAsked(rolloutState(2, without("pba", [state("stopped", null)])))).toBe(true);
    expect(isAsAsked(rolloutState(2, without("pba")))).toBe(false);
    expect(isAsAsked(rolloutState(2, without("pba", [state("running", "SILENT")])))).toBe(false);
    expect(isAsAsked(rolloutState(2, without("pba", [state("ended (1)", null)])))).toBe(false);
    expect(isAsAsked(rolloutState(1, without("pba", [state("ended (137)", null)])))).toBe(true);
    expect(isAsAsked(rolloutState(1, without("pba", [state("running", "DEGRADED")])))).toBe(false);
  });
});

describe("a container's state in words", () => {
  it("is stopped when it ended as it should, else how it ended", () => {
    const words = (state: string, status: string) => stateOf({ state, status });
    expect(["Exited (0) 2 s ago", "Exited (143) 2 s ago"].map((status) => words("exited", status))).toEqual(["stopped", "stopped"]);
    expect(["Exited (1) 2 s ago", "Exited (137) 2 s ago", "Exited"].map((status) => words("exited", status))).toEqual([
      "ended (1)",
      "ended (137)",
      "ended (?)",
    ]);
    expect([words("running", "Up 2 s"), words("created", "Created")]).toEqual(["running", "created, never started"]);
  });

  it("is SILENT where a service gives no answer, or one that is none", () => {
    expect(readHealth('{"status":"HEALTHY","mode":"OBSERVE"}')).toEqual({ health: "HEALTHY", mode: "OBSERVE" });
    for (const text of ["", "bash: connect: Connection refused", "{}"]) expect(readHealth(text)).toEqual({ health: "SILENT", mode: null });
  });
});
