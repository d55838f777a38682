import { describe, expect, it } from "@jest/globals";
import { begun, looks, others, row, SECOND, T0, well } from "../../test/scenario.ts";
import { DEFAULT_SETTINGS, type SeenRow } from "./index.ts";

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
