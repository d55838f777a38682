import { describe, expect, it } from "@jest/globals";
import { restoredState } from "./restored-state.ts";

describe("a state that was saved", () => {
  it("is what was saved; what an older version did not know is as at the first start", () => {
    expect(restoredState('{"orders":{"a":1},"mode":"OFF"}', { orders: {}, mode: "ENFORCED", roster: {} })).toEqual({
      orders: { a: 1 },
      mode: "OFF",
      roster: {},
    });
  });

  it("keeps a null that was saved", () => {
    expect(restoredState('{"last":null}', { last: 5 })).toEqual({ last: null });
  });

  it("is the first state when nothing was saved, and taken as it is when it is no object", () => {
    expect(restoredState(null, { n: 1 })).toEqual({ n: 1 });
    expect(restoredState("[2]", [1, 2, 3])).toEqual([2]);
    expect(restoredState("7", 1)).toBe(7);
  });

  it("that cannot be read is not taken for an empty one", () => {
    expect(() => restoredState("{", { n: 1 })).toThrow(SyntaxError);
  });
});
