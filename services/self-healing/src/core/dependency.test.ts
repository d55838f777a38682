import { describe, expect, it } from "@jest/globals";
import { begun, looks, others, row, SECOND, well } from "../../test/scenario.ts";
import { DEFAULT_SETTINGS, type SeenRow } from "./index.ts";

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
