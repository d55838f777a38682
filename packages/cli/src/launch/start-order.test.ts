import { describe, expect, it } from "@jest/globals";
import { FLEET } from "../../../../fleet.ts";
import { startOrder } from "./start-order.ts";

const service = (name: string, ...after: string[]) => ({ name, after });
const names = (waves: readonly (readonly { name: string }[])[]) => waves.map((wave) => wave.map((entry) => entry.name));

describe("the order of the start", () => {
  it("starts together whatever waits for nothing more", () => {
    expect(names(startOrder([service("c", "b"), service("a"), service("b", "a"), service("d", "a")]))).toEqual([["a"], ["b", "d"], ["c"]]);
  });

  it("does not wait for a service that is left out", () => {
    expect(names(startOrder([service("b", "left_out")]))).toEqual([["b"]]);
  });

  it("names the services that wait for each other", () => {
    expect(() => startOrder([service("a"), service("b", "c"), service("c", "b")])).toThrow("these services wait for each other: b, c");
  });

  it("puts the exchange before execution in the real fleet, and starts every service once", () => {
    const waves = names(startOrder(FLEET));
    expect(waves.flat().sort()).toEqual(FLEET.map((entry) => entry.name).sort());
    const waveOf = (name: string) => waves.findIndex((wave) => wave.includes(name));
    expect(waveOf("exchange_simulator")).toBeLessThan(waveOf("execution"));
  });
});
