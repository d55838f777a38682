import { describe, expect, it } from "@jest/globals";
import { event } from "@quantum/test-kit";
import { begun, looks, others } from "../../test/scenario.ts";
import { DEFAULT_SETTINGS } from "./index.ts";

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
