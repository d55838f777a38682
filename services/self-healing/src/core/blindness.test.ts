import { describe, expect, it } from "@jest/globals";
import { Given } from "@quantum/test-kit";
import { begun, core, looks, oneFrozen } from "../../test/scenario.ts";

describe("SH-10 blindness", () => {
  it("after a time without looks everybody's clock starts anew", () => {
    const out = begun(oneFrozen).when(...looks(60, 64, oneFrozen));
    expect(out.effects).toEqual([]);
    expect(new Given(core, out.state).when(...looks(65, 65, oneFrozen)).called("restart")).toHaveLength(1);
  });
});
