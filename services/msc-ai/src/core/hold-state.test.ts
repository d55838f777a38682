import { describe, expect, it } from "@jest/globals";
import { createHold, type Hold, holdState, loseState } from "./hold-state.ts";
import { JUDGEMENT } from "./limits.ts";
import { KNOWN_STATES } from "./prototypes.ts";

/** Probabilities with one state at `share` and the rest even. */
function leaning(state: string, share: number): number[] {
  return KNOWN_STATES.map((known) => (known === state ? share : (1 - share) / (KNOWN_STATES.length - 1)));
}

const holding = (sinceBars: number): Hold => ({ state: "BULL_WEAK", sinceBars });

function after(hold: Hold, probabilities: number[], enter?: number): Hold {
  holdState(hold, probabilities, enter);
  return hold;
}

describe("MSC-03: dwell and hysteresis", () => {
  it("a state gives way at exactly the probability that is needed, not below", () => {
    expect(after(holding(100), leaning("CHOPPY", JUDGEMENT.enterProbability)).state).toBe("CHOPPY");
    expect(after(holding(100), leaning("CHOPPY", JUDGEMENT.enterProbability - 1e-9)).state).toBe("BULL_WEAK");
  });

  it("a state stays its least number of bars, whatever is likely", () => {
    const least = JUDGEMENT.leastDwellBars;
    expect(after(holding(least - 2), leaning("CHOPPY", 1)).state).toBe("BULL_WEAK");
    expect(after(holding(least - 1), leaning("CHOPPY", 1))).toEqual({ state: "CHOPPY", sinceBars: 0 });
  });

  it("a state stays when nothing is likely any more, and counts its bars", () => {
    expect(after(holding(7), leaning("CHOPPY", 1 / 8))).toEqual({ state: "BULL_WEAK", sinceBars: 8 });
  });

  it("the first state after UNKNOWN waits for no dwell, but for its probability", () => {
    expect(after(createHold(), leaning("VOLATILE", JUDGEMENT.firstProbability)).state).toBe("VOLATILE");
    expect(after(createHold(), leaning("VOLATILE", JUDGEMENT.firstProbability - 1e-9)).state).toBe("UNKNOWN");
  });

  it("UNKNOWN comes at once and counts its bars", () => {
    const hold = holding(1);
    loseState(hold);
    expect(hold).toEqual({ state: "UNKNOWN", sinceBars: 0 });
    loseState(hold);
    expect(hold).toEqual({ state: "UNKNOWN", sinceBars: 1 });
  });
});
