import { describe, expect, it } from "@jest/globals";
import { modulesFrom, modulesUpTo, parsePhase, phaseOf, profilesWithPhase } from "./phase-modules.ts";

describe("a phase", () => {
  it("is a number from 0 to 5, and nothing else", () => {
    expect(["0", "5"].map(parsePhase)).toEqual([0, 5]);
    for (const text of ["6", "-1", "", "two", "1.5"]) expect(() => parsePhase(text)).toThrow("there is no phase");
  });

  it("brings the modules of its own and of all earlier phases", () => {
    expect(modulesUpTo(0)).toEqual([]);
    expect(modulesUpTo(2).every(({ phase }) => phase <= 2)).toBe(true);
    expect(modulesUpTo(2).map(({ name }) => name)).toEqual(expect.arrayContaining(["universe_os", "pba"]));
    expect(modulesUpTo(2).map(({ name }) => name)).not.toContain("pal");
  });

  it("takes its own and all later ones away, but not what is on from the first day", () => {
    const gone = modulesFrom(3, ["ess"]).map(({ name }) => name);
    expect(gone).toEqual(expect.arrayContaining(["pal", "msc_ai"]));
    expect(gone).not.toContain("pba");
    expect(gone).not.toContain("ess");
  });

  it("replaces the phase among the profiles of a deployment, and leaves the others", () => {
    expect(profilesWithPhase("paper,ess,phase2", 3)).toBe("paper,ess,phase3");
    expect(profilesWithPhase("paper,ess,phase2", 0)).toBe("paper,ess");
    expect(profilesWithPhase("", 1)).toBe("phase1");
  });

  it("is the highest among the profiles of a deployment, and none where none is named", () => {
    expect(["paper, phase2 ,phase4", "phase1", "paper,ess", "", "phase9"].map(phaseOf)).toEqual([4, 1, null, null, null]);
  });
});
