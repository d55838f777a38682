import { describe, expect, it } from "@jest/globals";
import type { FleetEntry } from "../../../../fleet.ts";
import { chooseModules, isSwitchedOff } from "./modules.ts";

const entry = (name: string, phase: FleetEntry["phase"]): FleetEntry => ({
  name,
  port: 1,
  published: true,
  group: "module",
  phase,
  flag: `ENABLE_${name.toUpperCase()}`,
  modes: ["OBSERVE", "ENFORCED", "OFF"],
  memoryMb: 50,
  database: true,
  after: [],
});
const modules = [entry("universe_os", 1), entry("pba", 2), entry("ess", 5)];
const choose = (asked: string | null, env: Record<string, string> = {}) => chooseModules(asked, env, modules);

describe("the modules a fleet starts with", () => {
  it("are off unless asked for, but the emergency stop", () => {
    expect(choose(null)).toEqual(["ess"]);
    expect(choose(null, { ENABLE_PBA: "true" })).toEqual(["pba", "ess"]);
    expect(choose("none")).toEqual([]);
  });

  it("are named, all of them, or those of the phases up to one", () => {
    expect(choose("pba")).toEqual(["pba"]);
    expect(choose("universe-os, pba")).toEqual(["universe_os", "pba"]);
    expect(choose("all")).toEqual(["universe_os", "pba", "ess"]);
    expect(choose("phase:1")).toEqual(["universe_os"]);
    expect(choose("phase:2")).toEqual(["universe_os", "pba"]);
    expect(choose("phase:0")).toEqual([]);
  });

  it("do not start with a flag that is off, in either spelling, whoever asks for them", () => {
    expect(choose("all", { ENABLE_PBA: "false" })).toEqual(["universe_os", "ess"]);
    expect(choose("pba", { QT_AI_PBA_ENABLED: "False" })).toEqual([]);
    expect(choose(null, { ENABLE_PBA: "true", QT_AI_PBA_ENABLED: "false", ENABLE_ESS: "0" })).toEqual([]);
    expect(isSwitchedOff(entry("pba", 2), { ENABLE_PBA: "true" })).toBe(false);
  });

  it("must exist", () => {
    for (const wrong of ["pbb", "pba,execution", "phase:6", ","]) expect(() => choose(wrong)).toThrow(/there is no module/);
  });
});
