import { describe, expect, it } from "@jest/globals";
import { given } from "@quantum/test-kit";
import { MODES } from "@quantum/types";
import { bars, listed, signal, signals, T0, valued } from "../../test/scenario.ts";
import { bindingWord, counts } from "./binding.ts";
import { createTradingBotCore } from "./index.ts";

const ready = given(createTradingBotCore()).after(listed(["BTCUSDT"]), bars(T0, { BTCUSDT: 100 }));

describe("TB-13 binding", () => {
  it("counts the word of every mode but OFF and OBSERVE", () => {
    expect(MODES.filter(counts)).toEqual(["ENFORCED", "HEDGEFUND", "SAFE", "DEFENSIVE"]);
    expect(bindingWord({ mode: "OBSERVE", data: 1 })).toBeNull();
    expect(bindingWord({ mode: "ENFORCED", data: 1 })).toBe(1);
    expect(bindingWord(undefined)).toBeNull();
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
