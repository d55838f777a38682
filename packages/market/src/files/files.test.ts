import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { generateMarket } from "../generator/generate-market.ts";
import { ImportError } from "../importers/import-report.ts";
import { loadBars, loadFunding, type StorageError, writeBars } from "./index.ts";
import { listBars } from "./list-bars.ts";

const FROM = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;
const MARKET = generateMarket({ seed: 1, symbols: ["BTCUSDT", "ETHUSDT", "1000PEPEUSDT"], interval: "5m", fromAt: FROM, bars: 3 * 288 });
const SOURCE = { generated: true, description: MARKET.description };

let root: string;
let dir: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "market-files-"));
  dir = join(root, "stored");
  await writeBars({ dir, interval: "5m", series: MARKET.series, funding: MARKET.funding, source: SOURCE });
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function failure(work: Promise<unknown>): Promise<StorageError> {
  return work.then(
    () => Promise.reject(new Error("did not fail")),
    (error: StorageError) => error,
  );
}

async function folder(name: string, files: Record<string, string>): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(root, name, path, ".."), { recursive: true });
    await writeFile(join(root, name, path), content);
  }
  return join(root, name);
}

const line = (openAt: number, close = 11) => `${openAt},10,12,9,${close},5,${openAt + 299_999},55,3,2,22,0\n`;

describe("stored bars", () => {
  it("come back exactly as they were written, with their source", async () => {
    const loaded = await loadBars({ dir, interval: "5m" });
    expect(loaded.series).toEqual(MARKET.series);
    expect(loaded.source).toEqual(SOURCE);
    expect(loaded.reports.every(({ errors, gaps }) => errors.length === 0 && gaps.length === 0)).toBe(true);
    expect((await loadFunding({ dir })).rates).toEqual(MARKET.funding);
  });

  it("are stored under the names of the public archives", async () => {
    expect((await listBars(dir)).map(({ path }) => path.slice(dir.length + 1))).toContain("BTCUSDT-5m-2024-01-01_2024-01-03.csv.gz");
    expect(JSON.parse(await readFile(join(dir, "source.json"), "utf8"))).toMatchObject({ generated: true, interval: "5m" });
  });

  it("are loaded for the day asked for and the warm-up before it only", async () => {
    const { series } = await loadBars({
      dir,
      interval: "5m",
      symbols: ["BTCUSDT"],
      fromAt: FROM + DAY,
      toAt: FROM + 2 * DAY,
      warmUpBars: 10,
    });
    expect(series).toEqual({ BTCUSDT: MARKET.series.BTCUSDT!.slice(278, 576) });
  });

  it("come with as much warm-up as there is", async () => {
    const { series } = await loadBars({ dir, interval: "5m", symbols: ["BTCUSDT"], fromAt: FROM, toAt: FROM + DAY, warmUpBars: 500 });
    expect(series.BTCUSDT).toHaveLength(288);
  });

  it("are found in folders below, in several files of a symbol, in plain CSV", async () => {
    const nested = await folder("nested", {
      "klines/BTCUSDT-5m-2024-01-01.csv": line(FROM) + line(FROM + 300_000),
      "klines/BTCUSDT-5m-2024-01-02.csv": line(FROM + DAY),
      "other/ETHUSDT-5m-2024-01.csv": line(FROM),
      "other/ETHUSDT-1h-mark-2024-01.csv": "not bars",
      "notes.txt": "ignored",
    });
    const loaded = await loadBars({ dir: nested, interval: "5m" });
    expect(loaded.series.BTCUSDT?.map(({ openAt }) => openAt)).toEqual([FROM, FROM + 300_000, FROM + DAY]);
    expect(Object.keys(loaded.series)).toEqual(["BTCUSDT", "ETHUSDT"]);
    expect(loaded.source).toEqual({ generated: false, description: "files without a source note" });
  });

  it("of overlapping files are joined when they agree and refused when they do not", async () => {
    const files = { "BTCUSDT-5m-2024-01-01.csv": line(FROM), "BTCUSDT-5m-2024-01.csv": line(FROM) + line(FROM + 300_000) };
    const agreeing = await folder("agreeing", files);
    expect((await loadBars({ dir: agreeing, interval: "5m" })).series.BTCUSDT).toHaveLength(2);
    const contradicting = await folder("contradicting", { ...files, "BTCUSDT-5m-2024-01-01.csv": line(FROM, 10.5) });
    const error = await failure(loadBars({ dir: contradicting, interval: "5m" }));
    expect(error).toBeInstanceOf(ImportError);
    expect(error.message).toContain("is told differently by another file");
  });

  it("of one symbol in two folders are refused, because they may be two markets", async () => {
    const both = await folder("both", { "um/BTCUSDT-5m-2024-01-01.csv": line(FROM), "spot/BTCUSDT-5m-2024-01-02.csv": line(FROM + DAY) });
    expect(await failure(loadBars({ dir: both, interval: "5m" }))).toMatchObject({ code: "AMBIGUOUS_FOLDER" });
  });

  it("with a broken row are refused with file and line, or reported when told to go on", async () => {
    const broken = await folder("broken", { "BTCUSDT-5m-2024-01-01.csv": line(FROM) + line(FROM + 300_000, -1) });
    expect((await failure(loadBars({ dir: broken, interval: "5m" }))).message).toMatch(
      /BTCUSDT-5m-2024-01-01\.csv:2: close "-1" is not a positive price/,
    );
    const { series, reports } = await loadBars({ dir: broken, interval: "5m", onError: "report" });
    expect(series.BTCUSDT).toHaveLength(1);
    expect(reports[0]?.errors).toHaveLength(1);
  });
});

describe("what is not there is named, with what is", () => {
  it("an unknown symbol", async () => {
    const error = await failure(loadBars({ dir, interval: "5m", symbols: ["BTCUSDT", "NOPEUSDT"] }));
    expect(error.code).toBe("UNKNOWN_SYMBOL");
    expect(error.message).toContain("no 5m bars of NOPEUSDT. There are 1000PEPEUSDT, BTCUSDT, ETHUSDT.");
  });

  it("a missing day", async () => {
    const asked = { dir, interval: "5m", fromAt: FROM + 10 * DAY, toAt: FROM + 11 * DAY } as const;
    for (const error of [await failure(loadBars({ ...asked, symbols: ["BTCUSDT"] })), await failure(loadBars(asked))]) {
      expect(error.code).toBe("MISSING_DAY");
      expect(error.message).toContain("2024-01-11 00:00 to 2024-01-12 00:00 UTC. Stored: 2024-01-01 to 2024-01-03");
    }
  });

  it("a symbol that has no bars on the day, when all symbols were asked for", async () => {
    const some = await folder("some", { "BTCUSDT-5m-2024-01-01.csv": line(FROM), "ETHUSDT-5m-2024-01-02.csv": line(FROM + DAY) });
    const loaded = await loadBars({ dir: some, interval: "5m", fromAt: FROM, toAt: FROM + DAY });
    expect(Object.keys(loaded.series)).toEqual(["BTCUSDT"]);
    expect(loaded.leftOut).toEqual(["ETHUSDT"]);
  });

  it("an interval, a folder, any data", async () => {
    expect((await failure(loadBars({ dir, interval: "1m" }))).message).toContain("no bars of 1m. There are bars of 5m.");
    expect(await failure(loadBars({ dir: join(root, "nowhere"), interval: "1m" }))).toMatchObject({ code: "NO_FOLDER" });
    const empty = await folder("empty", { "readme.txt": "" });
    expect((await failure(loadBars({ dir: empty, interval: "1m" }))).message).toContain("named like BTCUSDT-1m-2023-07-13.csv.gz");
  });

  it("funding of a symbol is missing by name, not an error", async () => {
    const { rates, missing } = await loadFunding({ dir, symbols: ["BTCUSDT", "XRPUSDT"], fromAt: FROM + DAY, toAt: FROM + 2 * DAY });
    expect(rates.BTCUSDT).toHaveLength(3);
    expect(missing).toEqual(["XRPUSDT"]);
  });

  it("a source note that cannot be read is an error, not a guess", async () => {
    const unclear = await folder("unclear", { "BTCUSDT-5m-2024-01-01.csv": line(FROM), "source.json": "{}" });
    expect((await failure(loadBars({ dir: unclear, interval: "5m" }))).message).toContain('lacks "generated"');
    await writeFile(join(unclear, "source.json"), "{");
    expect((await failure(loadBars({ dir: unclear, interval: "5m" }))).message).toContain("is not JSON");
  });
});

describe("writing", () => {
  // A device that is always full; only Linux has it.
  (existsSync("/dev/full") ? it : it.skip)("to a full disk says so, says what to do and leaves no half file", async () => {
    const full = await folder("full", { "keep.txt": "" });
    const name = "BTCUSDT-5m-2024-01-01_2024-01-03.csv.gz";
    await symlink("/dev/full", join(full, `${name}.partial`));
    const error = await failure(writeBars({ dir: full, interval: "5m", series: { BTCUSDT: MARKET.series.BTCUSDT! }, source: SOURCE }));
    expect(error.code).toBe("DISK_FULL");
    expect(error.message).toContain("no space left on the disk. Free some space");
    expect(existsSync(join(full, name)) || existsSync(join(full, `${name}.partial`))).toBe(false);
  });

  it("to a path that is no folder says so", async () => {
    const file = join(await folder("plain", { file: "" }), "file");
    expect(await failure(writeBars({ dir: join(file, "below"), interval: "5m", series: {}, source: SOURCE }))).toMatchObject({
      code: "NOT_WRITABLE",
    });
  });

  it("leaves out symbols without bars", async () => {
    const written = await writeBars({ dir: join(root, "few"), interval: "5m", series: { BTCUSDT: [] }, source: SOURCE });
    expect(written.map((path) => path.slice(root.length + 5))).toEqual(["source.json"]);
  });
});
