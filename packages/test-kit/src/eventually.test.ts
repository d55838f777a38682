import { describe, expect, it } from "@jest/globals";
import { eventually } from "./eventually.ts";

describe("eventually", () => {
  it("returns the first truthy value, and takes a failure for not yet", async () => {
    let looks = 0;
    const value = await eventually(() => {
      looks += 1;
      if (looks === 1) throw new Error("too early");
      return looks === 3 ? "there" : "";
    });
    expect([value, looks]).toEqual(["there", 3]);
  });

  it("says what was awaited and what was seen last when time is up", async () => {
    await expect(eventually(() => 0, { withinMs: 1, what: "the answer" })).rejects.toThrow(/the answer did not come true within 1 ms; .*0/);
    await expect(eventually(() => Promise.reject(new Error("no route")), { withinMs: 1 })).rejects.toThrow(/last failed with: no route/);
  });
});
