import { describe, expect, it } from "@jest/globals";
import { playSequences } from "../../test/child-sums.ts";

const SEQUENCES = 20_000;
const PARTS = 4;

describe("the children of a plan", () => {
  for (let part = 0; part < PARTS; part++)
    it(`never come to more than their parent, whatever fills, is refused or gets lost, and leave nothing bare (${part + 1} of ${PARTS})`, () => {
      const { faults, tally } = playSequences(1 + (part * SEQUENCES) / PARTS, SEQUENCES / PARTS);
      expect(faults).toEqual([]);
      expect(tally.sequences).toBe(SEQUENCES / PARTS);
      expect(tally.children).toBeGreaterThan(SEQUENCES / PARTS);
    }, 120_000);
});
