import { describe, expect, it } from "@jest/globals";
import { Given } from "@quantum/test-kit";
import { begun, core, look, T0, well } from "../../test/scenario.ts";

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
