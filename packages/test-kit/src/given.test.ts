import { describe, expect, it } from "@jest/globals";
import type { Core } from "@quantum/types";
import { emit } from "@quantum/types";
import { given } from "./given.ts";
import { event, woken } from "./inputs.ts";

interface Count {
  wakes: number;
  broken?: number;
}

const counting: Core<Count> = {
  name: "counting",
  consumes: [],
  emits: ["service.stopped"],
  initial: () => ({ wakes: 0 }),
  decide(state, input) {
    if (input.type !== "wake") return { state: { wakes: state.wakes, broken: Number.NaN }, effects: [] };
    state.wakes += 1;
    return { state, effects: [emit("service.stopped", { service: "counting", reason: `wake ${state.wakes}` })] };
  },
};

describe("given a core", () => {
  it("carries state from input to input and returns effects in order", () => {
    given(counting)
      .when(woken("a"), woken("b"))
      .then([
        emit("service.stopped", { service: "counting", reason: "wake 1" }),
        emit("service.stopped", { service: "counting", reason: "wake 2" }),
      ]);
  });

  it("starts from a given state, and from a state that earlier inputs led to", () => {
    const reasons = (count: number) => [{ service: "counting", reason: `wake ${count}` }];
    expect(given(counting).state({ wakes: 7 }).when(woken("a")).emitted("service.stopped")).toEqual(reasons(8));
    expect(given(counting).after(woken("a"), woken("b")).when(woken("c")).emitted("service.stopped")).toEqual(reasons(3));
  });

  it("does not let one scenario change the state of another", () => {
    const start = given(counting).after(woken("a"));
    start.when(woken("b"));
    expect(start.when(woken("b")).state).toEqual({ wakes: 2 });
  });

  it("fails when the effects differ", () => {
    expect(() => given(counting).when(woken("a")).then([])).toThrow();
  });

  it("fails when the state is not plain JSON", () => {
    expect(() => given(counting).when(event("service.stopped", { service: "x", reason: "y" }))).toThrow(/plain JSON/);
  });
});
