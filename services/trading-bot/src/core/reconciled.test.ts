import { describe, expect, it } from "@jest/globals";
import { valuation } from "@quantum/test-kit";
import { CONTRACT, desk, signal } from "../../test/scenario.ts";
import { reconciled } from "./reconciled.ts";

const differing = (symbol: string | null) =>
  desk({ portfolio: valuation({ differences: [{ symbol, kind: "position", ours: "1", theirs: "2", reason: "" }] }) });

describe("TB-06 reconciled", () => {
  it("fails where our books and the exchange differ, and passes in other symbols", () => {
    expect(reconciled(signal(), differing("BTCUSDT"))).toMatchObject({ rule: "TB-06", passed: false, observed: "position" });
    expect(reconciled(signal(), differing("ETHUSDT")).passed).toBe(true);
  });

  it("fails everywhere on a difference without a symbol, and when nothing was compared", () => {
    expect(reconciled(signal(), differing(null)).passed).toBe(false);
    expect(reconciled(signal(), desk({ portfolio: null })).passed).toBe(false);
  });

  it("fails in a contract that is settling or delisted", () => {
    for (const status of ["SETTLING", "DELISTED"] as const)
      expect(reconciled(signal(), desk({ state: { contracts: { BTCUSDT: { ...CONTRACT, status } } } }))).toMatchObject({
        passed: false,
        observed: status,
      });
  });
});
