import { describe, expect, it } from "@jest/globals";
import { account, bars, codeOf, intent, listed, play, ready, requested, SYMBOLS, T0 } from "../../test/scenario.ts";
import { createRiskSafetyCore } from "./index.ts";

describe("RS-05: equity", () => {
  const market = [listed(...SYMBOLS), bars({ BTCUSDT: 100 })];
  it("unknown or used up is refused", () => {
    expect(codeOf([...market, requested(intent())])).toBe("EQUITY_UNKNOWN");
    for (const equity of ["0", "-5"]) expect(codeOf([...market, account(equity), requested(intent())])).toBe("EQUITY_UNKNOWN");
  });
  it("no number at all in the saved state is refused, by every rule that needs it", () => {
    const core = createRiskSafetyCore();
    const { state } = play(ready());
    const broken = { ...state, account: { equityUsd: "NaN", at: T0 } };
    const [answer] = core.decide(broken, requested(intent())).effects;
    expect(answer).toMatchObject({ type: "order.refused", data: { code: "EQUITY_UNKNOWN" } });
    const verdicts = (answer as unknown as { data: { verdicts: { rule: string; passed: boolean }[] } }).data.verdicts;
    expect(verdicts.filter((verdict) => !verdict.passed).map((verdict) => verdict.rule)).toEqual([
      "RS-05",
      "RS-10",
      "RS-11",
      "RS-12",
      "RS-14",
    ]);
  });
  it("exactly as old as allowed passes, a millisecond more does not", () => {
    const at = T0 + 15 * 60_000;
    const late = (now: number) => codeOf([...ready(), bars({ BTCUSDT: 100 }, at), requested(intent({ decidedAt: at }), { at: now })]);
    expect(late(at)).toBeNull();
    expect(late(at + 1)).toBe("EQUITY_UNKNOWN");
  });
});
