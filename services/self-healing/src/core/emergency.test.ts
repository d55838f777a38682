import { describe, expect, it } from "@jest/globals";
import { begun, looks, others, SECOND, T0, well } from "../../test/scenario.ts";
import { DEFAULT_SETTINGS } from "./index.ts";

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
