import { describe, expect, it } from "@jest/globals";
import { core } from "../../test/scenario.ts";
import { createEssCore, DEFAULT_SETTINGS } from "./index.ts";

describe("what the core tells of itself", () => {
  it("its name, what it reads, what it says, and its limits", () => {
    const { name, consumes, emits } = core();
    expect(name).toBe("ess");
    expect([...consumes].sort()).toEqual([
      "alert.raised",
      "killLatch.changed",
      "pause.asked",
      "portfolio.valued",
      "trade.closed",
      "trading.cycleFailed",
    ]);
    expect([...emits].sort()).toEqual(["alert.raised", "emergency.judged", "killLatch.changed"]);
    expect(createEssCore().initial()).toEqual(core().initial());
    expect(DEFAULT_SETTINGS).toMatchObject({
      maxDrawdownRatio: "0.05",
      maxLossesInARow: 5,
      maxErrors: 10,
      errorWindowMs: 60_000,
      equityStaleMs: 15_000,
      coolDownMs: 900_000,
      closeOnHalt: false,
      clock: "real",
    });
  });
});
