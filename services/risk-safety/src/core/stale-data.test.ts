import { describe, expect, it } from "@jest/globals";
import { account, ask, BAR_MS, bars, codeOf, intent, listed, ready, requested, SYMBOLS, T0 } from "../../test/scenario.ts";

describe("RS-06: stale data", () => {
  it("a decision two bars old passes, a millisecond more does not", () => {
    const later = [account("10000", {}, T0 + 2 * BAR_MS), bars({ BTCUSDT: 100 }, T0 + 2 * BAR_MS)];
    expect(codeOf([...ready(), ...later, requested(intent({ decidedAt: T0 }), { at: T0 + 2 * BAR_MS })])).toBeNull();
    expect(codeOf([...ready(), ...later, requested(intent({ decidedAt: T0 - 1 }), { at: T0 + 2 * BAR_MS })])).toBe("STALE_DATA");
  });
  it("a symbol without a price, or with an old one, is refused", () => {
    expect(codeOf([listed(...SYMBOLS), account("10000"), bars({ ETHUSDT: 100 }), requested(intent())])).toBe("STALE_DATA");
    const missing = (bar: number) => [account("10000", {}, T0 + bar * BAR_MS), bars({ ETHUSDT: 100 }, T0 + bar * BAR_MS)];
    const at = (bar: number) =>
      codeOf([...ready(), ...missing(bar), requested(intent({ decidedAt: T0 + bar * BAR_MS }), { at: T0 + bar * BAR_MS })]);
    expect(at(2)).toBeNull();
    expect(at(3)).toBe("STALE_DATA");
  });
  it("when bars stop coming, prices grow old by the clock of the request", () => {
    const at = (afterMs: number) => codeOf([...ready(), account("10000", {}, T0 + afterMs), requested(intent(), { at: T0 + afterMs })]);
    expect(at(3 * BAR_MS)).toBeNull();
    expect(at(3 * BAR_MS + 1)).toBe("STALE_DATA");
  });
  it("a decision from the future is refused", () => {
    expect(ask({ decidedAt: T0 + 1 })).toBe("STALE_DATA");
  });
  it("before any trading bar nothing is fresh, though a shorter bar gave a price", () => {
    expect(codeOf([listed(...SYMBOLS), account("10000"), bars({ BTCUSDT: 100 }, T0, false), requested(intent())])).toBe("STALE_DATA");
  });
});
