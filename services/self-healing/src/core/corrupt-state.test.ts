import { describe, expect, it } from "@jest/globals";
import { given } from "@quantum/test-kit";
import { begun, core, looks, others, row, well } from "../../test/scenario.ts";

describe("SH-12 corrupt state", () => {
  const scene = (name: string) => (now: number) => [
    well(name, now, { row: row(now, { status: "DEGRADED", missing: ["lease"] }), corrupt: "core" }),
    ...others(now),
  ];

  it("sets aside what a module cannot read", () => {
    expect(
      begun(scene("pil"))
        .when(...looks(1, 3, scene("pil")))
        .called("quarantine"),
    ).toEqual([]);
    expect(
      given(core)
        .when(...looks(0, 3, scene("pil")))
        .called("quarantine"),
    ).toMatchObject([{ request: { service: "pil" } }]);
  });

  it("never touches the memory of money: a person is told", () => {
    const out = given(core).when(...looks(0, 60, scene("execution")));
    expect([out.called("quarantine"), out.called("restart")]).toEqual([[], []]);
    expect(out.emitted("alert.raised")).toMatchObject([{ severity: "CRITICAL", code: "INCIDENT_CORRUPT_STATE" }]);
  });
});
