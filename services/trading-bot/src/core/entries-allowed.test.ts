import { describe, expect, it } from "@jest/globals";
import { event, given } from "@quantum/test-kit";
import { bars, desk, listed, signal, signals, T0, valued } from "../../test/scenario.ts";
import { entriesAllowed } from "./entries-allowed.ts";
import { createTradingBotCore } from "./index.ts";

describe("TB-07 entries allowed", () => {
  it("fails while the kill latch is set and passes otherwise", () => {
    expect(entriesAllowed(signal(), desk({ state: { killLatch: true } }))).toMatchObject({ rule: "TB-07", passed: false });
    expect(entriesAllowed(signal(), desk()).passed).toBe(true);
  });

  it("follows what was announced", () => {
    const latch = (set: boolean) => event("killLatch.changed", { set, by: "anna", reason: "drill" });
    const cycle = [bars(T0, { BTCUSDT: 100 }), signals(T0, [signal()]), valued(T0)] as const;
    const bot = given(createTradingBotCore()).after(listed(["BTCUSDT"]), latch(true));
    expect(bot.when(...cycle).emitted("cycle.completed")[0]?.skips).toMatchObject([{ symbol: "BTCUSDT", code: "ENTRIES_PAUSED" }]);
    expect(
      bot
        .after(latch(false))
        .when(...cycle)
        .emitted("order.requested"),
    ).toHaveLength(1);
  });
});
