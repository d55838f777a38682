import { describe, expect, it } from "@jest/globals";
import { given } from "@quantum/test-kit";
import { MODES, type Mode } from "@quantum/types";
import { policyOf } from "../../test/modules.ts";
import { bars, listed, signal, signals, T0, valued } from "../../test/scenario.ts";
import { bindingWord, counts, countsStill } from "./binding.ts";
import { createTradingBotCore } from "./index.ts";

const ready = given(createTradingBotCore()).after(listed(["BTCUSDT"]), bars(T0, { BTCUSDT: 100 }));

describe("TB-13 binding", () => {
  const said = (mode: Mode) => ({ "policy.set": { mode, data: policyOf() } });

  it("counts the word of every mode but OFF and OBSERVE", () => {
    expect(MODES.filter(counts)).toEqual(["ENFORCED", "HEDGEFUND", "SAFE", "DEFENSIVE"]);
    expect(bindingWord(said("OBSERVE"), "policy.set", {})).toBeNull();
    expect(bindingWord(said("ENFORCED"), "policy.set", {})).toEqual(policyOf());
    expect(bindingWord({}, "policy.set", {})).toBeNull();
  });

  it("counts no more what a module said that has left or steps back, but what the core said", () => {
    const who = (mode: Mode, present: boolean) => ({ orchestrator_policy: { mode, present }, ai_engine: { mode, present } });
    expect(bindingWord(said("ENFORCED"), "policy.set", who("ENFORCED", true))).not.toBeNull();
    for (const gone of [who("ENFORCED", false), who("OBSERVE", true), who("OFF", true)]) {
      expect(bindingWord(said("ENFORCED"), "policy.set", gone)).toBeNull();
      expect(countsStill("signals.generated", "ENFORCED", gone)).toBe(true);
    }
  });

  it("does not count what a module said before its word bound", () => {
    expect(bindingWord(said("OBSERVE"), "policy.set", { orchestrator_policy: { mode: "ENFORCED", present: true } })).toBeNull();
  });

  it("records what a signal that does not bind would have done, and does not trade it", () => {
    const outcome = ready.when(signals(T0, [signal()], "OBSERVE"), valued(T0));
    expect(outcome.emitted("order.requested")).toEqual([]);
    expect(outcome.emitted("trades.proposed")).toEqual([{ proposals: [] }]);
    expect(outcome.emitted("cycle.completed")[0]).toMatchObject({
      outcome: "NOTHING_TO_DO",
      skips: [{ symbol: "BTCUSDT", code: "NOT_BINDING" }],
    });
    expect(outcome.stored("decisions")).toMatchObject([{ symbol: "BTCUSDT", rank: 1, story: { requested: false, code: "NOT_BINDING" } }]);
    expect(outcome.state.intents).toEqual({});
  });

  it("counts a portfolio that does not bind as unknown", () => {
    const outcome = ready.when(signals(T0, [signal()]), valued(T0, {}, "OBSERVE"));
    expect(outcome.emitted("cycle.completed")[0]).toMatchObject({ missing: [], skips: [{ code: "DATA_MISSING" }] });
  });
});
