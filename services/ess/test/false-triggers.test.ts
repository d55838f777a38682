import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { writeBars } from "@quantum/market/files";
import { replayEquity } from "./drill/replay-equity.ts";

/** Recorded bars beside the repository, when they are there. */
const RECORDED = join(import.meta.dirname, "..", "..", "..", "..", "shared", "data", "um", "1h");
const DAY = Date.UTC(2023, 6, 13);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quantum-ess-market-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it.each(["real", "cycles"] as const)(
  "by the clock %s never stops an account that stayed within 5 %%, and always one that did not: made-up days, and recorded ones where there are any",
  async (clock) => {
    await makeUpMarket();
    expect(await replayEquity(folder, { shares: [-1, 0.3, 1], clock })).toMatchObject({
      accounts: 6,
      rightStops: 1,
      falseStops: 0,
      missedStops: 0,
    });
    if (!existsSync(RECORDED)) return;
    const found = await replayEquity(RECORDED, { shares: [-1, 0.3, 1], clock, symbolsMax: 3 });
    expect(found).toMatchObject({ falseStops: 0, missedStops: 0 });
    expect(found.rightStops).toBeGreaterThan(0);
    expect(found.accounts).toBeGreaterThan(found.rightStops);
  },
  60_000,
);

/** Two days of a symbol: one calm, one that falls by a tenth. */
async function makeUpMarket(): Promise<void> {
  const price = (hour: number): number => (hour < 24 ? 100 + (hour % 3) : 100 - (hour - 24) / 2);
  const bars = Array.from({ length: 48 }, (_, hour) => ({
    openAt: DAY + hour * 3_600_000,
    open: price(hour),
    high: price(hour) + 1,
    low: price(hour) - 1,
    close: price(hour),
    volume: 10,
    quoteVolume: 1_000,
    trades: 5,
    takerBuyVolume: 5,
  }));
  await writeBars({ dir: folder, interval: "1h", series: { BTCUSDT: bars }, source: { generated: true, description: "made up" } });
}
