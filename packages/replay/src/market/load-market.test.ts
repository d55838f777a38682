import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { generateMarket } from "@quantum/market";
import { writeBars } from "@quantum/market/files";
import { SMALL } from "../../test/small-market.ts";
import { loadMarket, type MarketChoice } from "./load-market.ts";

const FROM = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;
const SOURCE = { generated: true, description: "test" };

let root: string;
let stored: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "load-market-"));
  stored = join(root, "stored");
  const { series } = generateMarket({ seed: 1, symbols: ["BTCUSDT", "ETHUSDT"], interval: "5m", fromAt: FROM, bars: 3 * 288 });
  const gap = {
    ...series,
    ETHUSDT: (series.ETHUSDT ?? []).filter(({ openAt }) => openAt < FROM + 1.5 * DAY || openAt >= FROM + 1.5 * DAY + 3_600_000),
  };
  await writeBars({ dir: stored, interval: "5m", series: gap, source: SOURCE });
});
afterAll(() => rmSync(root, { recursive: true }));

const load = (choice: Partial<MarketChoice>) =>
  loadMarket({ ...SMALL, dataFolder: stored, from: "2024-01-02", to: "2024-01-02", symbols: "2", ...choice });
async function refusal(choice: Partial<MarketChoice>): Promise<{ message: string; fix?: string }> {
  return load(choice).then(
    () => Promise.reject(new Error("it was loaded")),
    (error: { message: string; fix?: string }) => error,
  );
}

describe("a market that can be replayed", () => {
  it("comes with the number of bars that are missing, by symbol", async () => {
    const { tape, missingBars } = await load({});
    expect(missingBars).toEqual({ ETHUSDT: 12 });
    expect(tape.content).toMatchObject({ startAt: FROM + DAY, endAt: FROM + 2 * DAY, generated: true });
  });

  it("may be given by one day only", async () => {
    expect((await load({ to: null })).tape.content.endAt).toBe(FROM + 2 * DAY);
  });
});

describe("what cannot be replayed is refused with what to do", () => {
  it("a period that ends before it begins", async () => {
    expect(await refusal({ from: "2024-01-03" })).toMatchObject({
      message: expect.stringContaining("the period is empty"),
      fix: "swap --from and --to",
    });
  });

  it("days without any bar at the end of the period: they would count as days on which nothing was traded", async () => {
    expect(await refusal({ to: "2024-01-05" })).toMatchObject({ fix: "use --from 2024-01-02 --to 2024-01-03" });
  });

  it("a symbol that is not there, and a day that is not there", async () => {
    expect((await refusal({ symbols: "BTCUSDT,NOPEUSDT" })).message).toContain("no 5m bars of NOPEUSDT. There are BTCUSDT, ETHUSDT.");
    expect((await refusal({ from: "2025-01-01", to: "2025-01-01" })).message).toContain("Stored: 2024-01-01 to 2024-01-03");
  });

  it("a folder with bars of different lengths, unless it is said which to play", async () => {
    const mixed = join(root, "mixed");
    const { series } = generateMarket({ seed: 1, symbols: ["BTCUSDT"], interval: "1h", fromAt: FROM, bars: 72 });
    await writeBars({ dir: mixed, interval: "1h", series, source: SOURCE });
    const bars = generateMarket({ seed: 1, symbols: ["ETHUSDT"], interval: "5m", fromAt: FROM, bars: 3 * 288 });
    await writeBars({ dir: mixed, interval: "5m", series: bars.series, source: SOURCE });
    expect(await refusal({ dataFolder: mixed })).toMatchObject({ fix: "say which to play with --base-interval" });
    expect((await load({ dataFolder: mixed, baseInterval: "5m", symbols: "1" })).tape.symbols).toEqual(["ETHUSDT"]);
  });

  it("a folder without bars", async () => {
    const empty = mkdtempSync(join(root, "empty-"));
    writeFileSync(join(empty, "notes.txt"), "");
    expect((await refusal({ dataFolder: empty })).message).toContain("there are no files with bars");
  });
});
