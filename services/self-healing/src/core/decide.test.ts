import { describe, expect, it } from "@jest/globals";
import { failed } from "@quantum/test-kit";
import { begun, oneFrozen } from "../../test/scenario.ts";

describe("a remedy", () => {
  it("that failed is told, and tried again later", () => {
    const out = begun(oneFrozen).when(
      failed({ callId: "c", name: "restart", request: { service: "pil" } }, { definitive: true, code: "REFUSED" }),
    );
    expect(out.emitted("alert.raised")).toMatchObject([{ service: "pil", code: "HEALING_FAILED", severity: "WARNING" }]);
  });
});
