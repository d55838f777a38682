import { describe, expect, it } from "@jest/globals";
import { adviceInWords } from "./advice-in-words.ts";
import { adviceLines, decisionLines } from "./render-decision.ts";

const size = {
  symbol: "BTCUSDT",
  direction: "LONG",
  outcome: "SIZED",
  basis: "KELLY",
  kellyFraction: 0.1,
  quantity: "5",
  leverage: 2,
  riskUsd: 25,
  stopPrice: "98",
  takeProfitPrice: "103",
  reason: "",
};
const advice = {
  symbol: "BTCUSDT",
  action: "ADD_SIZE",
  steps: ["MOVE_STOP", "ADD_SIZE"],
  quantity: "2.5",
  newStopPrice: "101",
  plannedLossBeforeUsd: 20,
  plannedLossAfterUsd: 19.5,
  reason: "PAL-05 R 2.1",
};

describe("what acting modules said, in words", () => {
  it("the mathematician: one size or all of them, or why it refused", () => {
    const words = "LONG 5 at leverage 2, 25.00 USD at risk by KELLY (Kelly 0.1), stop 98, target 103";
    expect(adviceInWords("trading_mathematician", size)).toBe(words);
    expect(adviceInWords("trading_mathematician", { equityUsd: "1", sizes: [size] })).toBe(`BTCUSDT ${words}`);
    expect(adviceInWords("trading_mathematician", { sizes: [] })).toBe("none");
    const refused = { ...size, outcome: "REFUSED", reason: "TM-03 no edge" };
    expect(adviceInWords("trading_mathematician", refused)).toBe("LONG refused (TM-03 no edge)");
  });

  it("the amplifier: its action with its steps and the planned loss, or why nothing", () => {
    expect(adviceInWords("pal", advice)).toBe(
      "ADD_SIZE (MOVE_STOP, ADD_SIZE), quantity 2.5, stop to 101; planned loss 20.00 USD before, 19.50 USD after; PAL-05 R 2.1",
    );
    expect(adviceInWords("pal", { profile: "STANDARD", advice: [{ ...advice, action: "NO_ACTION", reason: "PAL-02 R is 1" }] })).toBe(
      "BTCUSDT NO_ACTION (PAL-02 R is 1)",
    );
    const hold = { ...advice, action: "EXTEND_HOLD", steps: ["EXTEND_HOLD"], quantity: null, newStopPrice: null };
    expect(adviceInWords("pal", hold)).toMatch(/^EXTEND_HOLD \(EXTEND_HOLD\); planned loss/);
  });

  it("the coordinator: what it holds the desk to, why, and whose word a person has set aside", () => {
    const restraint = {
      riskMode: "SAFE",
      allowEntries: true,
      minConfidence: 0.7,
      maxGrossRatio: 0.5,
      coreSymbolsOnly: true,
      allowAmplification: false,
      sizeFactor: 0.5,
    };
    const overrides = [{ service: "pal", by: "anna", reason: "drill" }];
    expect(adviceInWords("ai_hfos", { restraint, overrides, verdicts: ["HF-03 crash"], conflicts: ["HF-10 pal: set aside"] })).toBe(
      "risk mode SAFE: entries allowed, confidence from 0.7; at most 0.5 of equity in all, core symbols only, no amplification, size factor 0.5; because of HF-03 crash; conflicts: HF-10 pal: set aside; pal set aside by anna (drill)",
    );
    expect(
      adviceLines([
        {
          service: "ai_hfos",
          mode: "OBSERVE",
          binding: false,
          about: {
            restraint: { ...restraint, allowEntries: false, coreSymbolsOnly: false, allowAmplification: true },
            overrides: [],
            verdicts: [],
            conflicts: [],
          },
        },
      ]),
    ).toEqual([
      "  ai_hfos (OBSERVE, recorded only): risk mode SAFE: entries not allowed, confidence from 0.7; at most 0.5 of equity in all, size factor 0.5",
    ]);
  });
});

describe("a decision of the amplifier", () => {
  it("tells what could be lost before and after", () => {
    const amplification = { rule: "TB-34", action: "ADD_SIZE", plannedLossBeforeUsd: 20, plannedLossAfterUsd: 19.5, originalRiskUsd: 20 };
    const intent = { quantity: "2.5", side: "BUY", reason: "ADD_SIZE" };
    const told = { requested: true, binding: true, code: null, signal: null, trade: { barsHeld: 9, direction: "LONG" }, amplification };
    const story = { ...told, participants: [], missing: [], rules: [], intent };
    expect(decisionLines({ key: "i", story, rank: null }, null)).toContain(
      "  TB-34: ADD_SIZE; loss at the stop 20.00 USD before, 19.50 USD after, 20.00 USD risked originally",
    );
  });
});
