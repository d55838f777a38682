import { describe, expect, it } from "@jest/globals";
import { begun, looks, oneFrozen, SECOND, T0 } from "../../test/scenario.ts";
import { DEFAULT_SETTINGS } from "./index.ts";

describe("SH-08 restart intensity", () => {
  it("stops restarting one service at its limit, and tells a person", () => {
    const out = begun(oneFrozen).when(...looks(1, 500, oneFrozen));
    expect(out.called("restart")).toHaveLength(DEFAULT_SETTINGS.serviceRestarts);
    expect(out.emitted("alert.raised").filter(({ code }) => code === "HEALING_EXHAUSTED")).toHaveLength(1);
  });

  it("stops restarting anybody at the fleet's limit, until the window is over", () => {
    const restarts = Array.from({ length: DEFAULT_SETTINGS.fleetRestarts }, (_, i) => ({ service: `s${i}`, atMs: T0 }));
    const full = begun(oneFrozen).state((state) => ({ ...state, restarts }));
    expect(full.when(...looks(1, 20, oneFrozen)).called("restart")).toEqual([]);
    const oneLess = begun(oneFrozen).state((state) => ({ ...state, restarts: restarts.slice(1) }));
    expect(oneLess.when(...looks(1, 10, oneFrozen)).called("restart")).toHaveLength(1);
    expect(full.when(...looks(1, DEFAULT_SETTINGS.windowMs / SECOND, oneFrozen)).called("restart")).toHaveLength(1);
  });
});
