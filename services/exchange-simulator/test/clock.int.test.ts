import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "@jest/globals";
import { generateMarket } from "@quantum/market";
import { writeBars } from "@quantum/market/files";
import { eventually } from "@quantum/test-kit";
import { startTestSimulator } from "./simulator-fixture.ts";

const REAL = fileURLToPath(new URL("../../../../shared/data/um/5m", import.meta.url));
const FIRST_AT = Date.UTC(2023, 6, 13);

describe("the paced clock", () => {
  it("waits for the first trader, then runs by itself to the end of the day; it cannot be advanced by hand", async () => {
    const simulator = await startTestSimulator({ SIM_CLOCK: "paced", SIM_SPEED: "10000000" });
    const { startAt, endAt } = simulator.venue.tape.content;
    const exchange = await simulator.rest();
    expect((await simulator.control("POST", "advance", { to: endAt })).status).toBe(409);
    expect(simulator.venue.marketAt).toBeGreaterThanOrEqual(startAt);
    await exchange.fetchBalance();
    await eventually(() => simulator.venue.marketAt === endAt);
    expect((await simulator.control("GET", "status")).json).toMatchObject({ clock: "paced", done: true });
    await simulator.close();
  });
});

/** Real bars where they are at hand; otherwise generated ones, stored in the same layout. */
async function storedMarket(): Promise<{ dir: string; generated: boolean }> {
  if (existsSync(REAL)) return { dir: REAL, generated: false };
  const market = generateMarket({ seed: 4, symbols: 22, interval: "5m", fromAt: FIRST_AT - 700 * 300_000, bars: 700 + 288 });
  const source = { generated: true, description: market.description };
  temporary = mkdtempSync(join(tmpdir(), "market-"));
  await writeBars({ dir: temporary, interval: "5m", series: market.series, funding: market.funding, source });
  return { dir: temporary, generated: true };
}

let temporary: string | null = null;
afterAll(() => {
  if (temporary !== null) rmSync(temporary, { recursive: true });
});

describe("stored markets", () => {
  it("a day: the 20 symbols with the largest turnover before it, history for the fleet, known funding rates", async () => {
    const { dir, generated } = await storedMarket();
    const simulator = await startTestSimulator({ SIM_DATA_DIR: dir, SIM_DATE: "2023-07-13", SIM_SYMBOLS: "20" });
    const { json } = await simulator.control("GET", "status");
    expect(json).toMatchObject({ generated, baseInterval: "5m", startAt: FIRST_AT, endAt: FIRST_AT + 86_400_000, marketAt: FIRST_AT });
    const symbols: string[] = json.symbols;
    expect(symbols).toHaveLength(20);
    expect(symbols.slice(0, 2)).toEqual(["BTCUSDT", "ETHUSDT"]);
    const exchange = await simulator.rest();
    expect(await exchange.fetchOHLCV("ETH/USDT:USDT", "5m", undefined, 500)).toHaveLength(500);
    expect((await exchange.fetchFundingRate("BTC/USDT:USDT")).info.lastFundingRate).not.toBe("0.00010000");
    await simulator.control("POST", "advance", { to: FIRST_AT + 86_400_000 });
    expect((await exchange.fetchOHLCV("ETH/USDT:USDT", "5m", undefined, 288))[0][0]).toBe(FIRST_AT);
    await expect(startTestSimulator({ SIM_DATA_DIR: dir, SIM_DATE: "2019-01-01", SIM_SYMBOLS: "BTCUSDT" })).rejects.toThrow(
      /Stored: 2023-07/,
    );
    await simulator.close();
  });

  it("a folder that is not there is named", async () => {
    await expect(startTestSimulator({ SIM_DATA_DIR: "/nowhere/at/all" })).rejects.toThrow(/nowhere/);
  });

  it("every unusable variable is named at once", async () => {
    await expect(startTestSimulator({ SIM_CLOCK: "fast", SIM_DATE: "13.7.2023", SIM_WALLET_USD: "-1" })).rejects.toThrow(
      /SIM_DATE[\s\S]*SIM_CLOCK[\s\S]*SIM_WALLET_USD/,
    );
  });
});
