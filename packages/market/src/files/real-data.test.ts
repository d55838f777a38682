import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { validateBars } from "../bars/validate-bars.ts";
import { importKlines } from "../importers/import-klines.ts";
import { loadBars, loadFunding } from "./index.ts";

/** Real market data is not part of the project; these checks run where it lies beside it. */
const DATA = join(import.meta.dirname, "../../../../../shared/data");
const present = existsSync(DATA);
const FROM = Date.UTC(2023, 6, 13);
const DAY = 86_400_000;

describe(present ? "real data" : "real data (not present beside the repository: nothing to check)", () => {
  it("loads a real day of 40 perpetuals with warm-up, sound and complete", async () => {
    if (!present) return;
    const loaded = await loadBars({ dir: join(DATA, "um/5m"), interval: "5m", fromAt: FROM, toAt: FROM + DAY, warmUpBars: 500 });
    expect(Object.keys(loaded.series)).toHaveLength(40);
    expect(loaded.leftOut).toEqual(["SOLUSDT"]);
    for (const bars of Object.values(loaded.series)) {
      expect(bars).toHaveLength(788);
      expect(validateBars(bars, "5m")).toEqual([]);
    }
    expect(loaded.reports[0]?.unobservedColumns).toContain("quote_volume");
    const { rates } = await loadFunding({ dir: join(DATA, "um/funding"), fromAt: FROM, toAt: FROM + DAY });
    expect(rates.BTCUSDT?.map(({ paidAt }) => (paidAt - FROM) / 3_600_000)).toEqual([0, 8, 16]);
  });

  it("imports genuine archive zips, with and without header", async () => {
    if (!present) return;
    const dir = join(DATA, "formats/binance-public");
    for (const name of await readdir(dir)) {
      const { bars, report } = importKlines({ file: name, content: await readFile(join(dir, name)) }, { interval: "1h" });
      expect(bars).toHaveLength(24);
      expect(report).toMatchObject({ rows: 24, gaps: [], errors: [] });
    }
  });

  it("imports genuine REST answers", async () => {
    if (!present) return;
    const content = await readFile(join(DATA, "formats/binance-rest/BTCUSDT-15m-2025-10-06.klines.json"));
    const { bars, report } = importKlines({ file: "answer.json", content }, { interval: "15m" });
    expect(bars.length).toBe(report.rows);
    expect(report.unobservedColumns).toEqual([]);
  });
});
