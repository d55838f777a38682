import { describe, expect, it } from "@jest/globals";
import { begun, frozen, looks, others, well } from "../../test/scenario.ts";
import type { SeenService } from "./index.ts";

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
