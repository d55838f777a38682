import { describe, expect, it } from "@jest/globals";
import { begun, looks, others, SECOND, T0, well } from "../../test/scenario.ts";

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
