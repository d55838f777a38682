import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { loadBars, readSource } from "@quantum/market/files";
import { generateData } from "./generate.ts";
import { importFiles } from "./import-files.ts";

const START = Date.UTC(2024, 2, 1);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quantum-data-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function row(index: number, close = 100): string {
  const openAt = START + index * 300_000;
  return [openAt, 100, 101, 99, close, 5, openAt + 299_999, 500, 10, 2, 200, 0].join(",");
}

function file(name: string, rows: readonly string[]): string {
  writeFileSync(join(folder, name), `${rows.join("\n")}\n`);
  return join(folder, name);
}

const to = () => join(folder, "stored");

describe("importing files", () => {
  it("takes symbol and interval from the name, and what is stored can be loaded", async () => {
    const result = await importFiles({ files: [file("BTCUSDT-5m-2024-03-01.csv", [row(0), row(1)])], to: to(), onError: "reject" });
    expect(result.reports).toMatchObject([{ accepted: 2, errors: [] }]);
    const loaded = await loadBars({ dir: to(), interval: "5m" });
    expect(loaded.series.BTCUSDT?.map((bar) => bar.openAt)).toEqual([START, START + 300_000]);
    expect(await readSource(to())).toMatchObject({ generated: false, description: expect.stringContaining("BTCUSDT-5m-2024-03-01.csv") });
  });

  it("asks for symbol and interval when the name does not tell", async () => {
    const files = [file("bars.csv", [row(0)])];
    await expect(importFiles({ files, to: to(), onError: "reject" })).rejects.toMatchObject({
      exitCode: 2,
      fix: expect.stringContaining("--symbol"),
    });
    await importFiles({ files, to: to(), onError: "reject", symbol: "ETHUSDT", interval: "5m" });
    expect(Object.keys((await loadBars({ dir: to(), interval: "5m" })).series)).toEqual(["ETHUSDT"]);
  });

  it("joins files of one symbol; overlapping bars must be the same", async () => {
    const first = file("BTCUSDT-5m-2024-03-01.csv", [row(0), row(1)]);
    const second = file("BTCUSDT-5m-2024-03-02.csv", [row(1), row(2)]);
    await importFiles({ files: [first, second], to: to(), onError: "reject" });
    expect((await loadBars({ dir: to(), interval: "5m" })).series.BTCUSDT).toHaveLength(3);
    const contradicting = file("BTCUSDT-5m-2024-03-03.csv", [row(1, 100.5)]);
    await expect(importFiles({ files: [first, contradicting], to: to(), onError: "reject" })).rejects.toThrow(
      /contradicts an earlier file about the bar of 2024-03-01T00:05/,
    );
  });

  it("refuses a file with a broken row and stores nothing, or leaves the row out and says so", async () => {
    const files = [file("BTCUSDT-5m-2024-03-01.csv", [row(0), row(1).replace(",99,", ",-99,"), row(2)])];
    await expect(importFiles({ files, to: to(), onError: "reject" })).rejects.toThrow(/csv:2: low "-99"/);
    expect(existsSync(to())).toBe(false);
    const result = await importFiles({ files, to: to(), onError: "report" });
    expect(result.reports).toMatchObject([{ accepted: 2, errors: [{ line: 2, field: "low" }] }]);
  });
});

describe("generating data", () => {
  const request = (seed: number, name: string) =>
    ({ seed, symbols: 2, days: 1, interval: "5m", date: "2024-03-01", to: join(folder, name) }) as const;

  it("gives the same market for the same seed, another for another, and labels it as generated", async () => {
    const bars = async (name: string) => (await loadBars({ dir: join(folder, name), interval: "5m" })).series;
    for (const [seed, name] of [
      [1, "a"],
      [1, "b"],
      [2, "c"],
    ] as const)
      await generateData(request(seed, name));
    expect(await bars("a")).toEqual(await bars("b"));
    expect(await bars("c")).not.toEqual(await bars("a"));
    expect(Object.values(await bars("a"))[0]).toHaveLength(288);
    expect(JSON.parse(readFileSync(join(folder, "a", "source.json"), "utf8"))).toMatchObject({ generated: true });
  });
});
