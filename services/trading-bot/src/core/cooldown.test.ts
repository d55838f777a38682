import { describe, expect, it } from "@jest/globals";
import { BAR_MS, desk, settings, signal, T0 } from "../../test/scenario.ts";
import { cooldown } from "./cooldown.ts";

const closedAt = (at: number) => ({ closed: { BTCUSDT: { tradeId: "t", closedAt: at } } });

describe("TB-03 cooldown", () => {
  it("lets the sixth bar after the end of a trade pass, and not the fifth", () => {
    const ended = { state: closedAt(T0) };
    expect(cooldown(signal(), desk({ ...ended, at: T0 + 6 * BAR_MS }))).toMatchObject({
      rule: "TB-03",
      passed: true,
      observed: 6,
      limit: 6,
    });
    expect(cooldown(signal(), desk({ ...ended, at: T0 + 5 * BAR_MS }))).toMatchObject({ passed: false, observed: 5 });
  });

  it("counts closes: a trade that ended moments after a bar rests as long as one that ended with it", () => {
    const justAfter = { state: closedAt(T0 + 40) };
    expect(cooldown(signal(), desk({ ...justAfter, at: T0 + 6 * BAR_MS })).observed).toBe(6);
    const justBefore = { state: closedAt(T0 - 40) };
    expect(cooldown(signal(), desk({ ...justBefore, at: T0 + 5 * BAR_MS })).observed).toBe(6);
  });

  it("passes in a symbol without a trade behind it, and always with a setting of 0", () => {
    expect(cooldown(signal({ symbol: "ETHUSDT" }), desk({ state: closedAt(T0) })).passed).toBe(true);
    expect(cooldown(signal(), desk({ state: closedAt(T0), settings: settings({ cooldownBars: 0 }) })).passed).toBe(true);
  });
});
