import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { gzipSync, strToU8, zipSync } from "fflate";
import { validateBars } from "../bars/validate-bars.ts";
import { importKlines } from "./import-klines.ts";
import { ImportError, type ImportReport } from "./import-report.ts";
import { KLINE_COLUMNS } from "./kline-row.ts";

const FROM = Date.UTC(2023, 6, 13);
const MINUTE = 60_000;
const FILE = "BTCUSDT-1m-2023-07-13.csv";

/** One sound row of the minute `i`, with some cells replaced by column name. */
function row(i: number, changes: Partial<Record<(typeof KLINE_COLUMNS)[number], string>> = {}): string {
  const openAt = FROM + i * MINUTE;
  const cells = [openAt, 10 + i, 12 + i, 9 + i, 11 + i, 5, openAt + MINUTE - 1, 55, 3, 2, 22, 0].map(String);
  KLINE_COLUMNS.forEach((column, at) => {
    cells[at] = changes[column] ?? cells[at]!;
  });
  return cells.join(",");
}

const read = (content: Uint8Array | string, options = {}) => importKlines({ file: FILE, content }, { interval: "1m", ...options });
const csv = (...rows: string[]) => `${rows.join("\n")}\n`;

function refusal(content: Uint8Array | string): ImportReport {
  try {
    read(content);
  } catch (error) {
    if (error instanceof ImportError) return error.report;
    throw error;
  }
  throw new Error("was not refused");
}

describe("importing klines", () => {
  it("reads CSV with and without header to the same bars", () => {
    const plain = read(csv(row(0), row(1)));
    expect(plain.bars[1]).toEqual({
      openAt: FROM + MINUTE,
      open: 11,
      high: 13,
      low: 10,
      close: 12,
      volume: 5,
      quoteVolume: 55,
      trades: 3,
      takerBuyVolume: 2,
    });
    expect(read(csv(KLINE_COLUMNS.join(","), row(0), row(1))).bars).toEqual(plain.bars);
    expect(plain.report).toMatchObject({ rows: 2, accepted: 2, timestampUnit: "ms", errors: [], gaps: [], unsorted: 0 });
  });

  it("reads headers in other spellings, and refuses columns in another order", () => {
    const spelled =
      "Open time,Open,High,Low,Close,Volume,Close time,Quote asset volume,Number of trades,Taker buy base,Taker buy quote,Ignore";
    expect(read(csv(spelled, row(0))).bars).toEqual(read(csv(row(0))).bars);
    const swapped = KLINE_COLUMNS.join(",").replace("open,high", "high,open");
    expect(refusal(csv(swapped, row(0))).errors).toMatchObject([
      { line: 1, field: "header", value: "high", problem: "is the name of column 2, which should be open" },
    ]);
  });

  it("reads plain text, bytes, gzip and zip, whatever the name says", () => {
    const text = csv(row(0), row(1), row(2));
    const { bars } = read(text);
    for (const packed of [strToU8(text), gzipSync(strToU8(text)), zipSync({ [FILE]: strToU8(text) })])
      expect(read(packed).bars).toEqual(bars);
  });

  it("reads CRLF, a byte order mark and blank lines", () => {
    expect(read(`\ufeff${row(0)}\r\n\r\n${row(1)}\r\n`).bars).toEqual(read(csv(row(0), row(1))).bars);
  });

  it("reads microseconds as it reads milliseconds", () => {
    const us = (i: number) => row(i, { open_time: `${FROM + i * MINUTE}000`, close_time: `${FROM + (i + 1) * MINUTE - 1}999` });
    const { bars, report } = read(csv(us(0), us(1)));
    expect(bars).toEqual(read(csv(row(0), row(1))).bars);
    expect(report.timestampUnit).toBe("us");
  });

  it("reads a REST answer: arrays with prices as text", () => {
    const rows = [row(0), row(1)].map((text) =>
      text.split(",").map((cell, at) => (at === 0 || at === 6 || at === 8 ? Number(cell) : cell)),
    );
    expect(read(JSON.stringify(rows)).bars).toEqual(read(csv(row(0), row(1))).bars);
    expect(refusal('{"code":-1121,"msg":"Invalid symbol."}').errors[0]?.problem).toContain("not a JSON array");
    expect(refusal("[1,2]").errors[0]?.problem).toContain("has 1 columns instead of 12");
  });

  it("sorts unsorted rows and says how many", () => {
    const { bars, report } = read(csv(row(2), row(0), row(1)));
    expect(bars.map(({ openAt }) => (openAt - FROM) / MINUTE)).toEqual([0, 1, 2]);
    expect(report.unsorted).toBe(2);
  });

  it("drops identical duplicates and names their lines", () => {
    const { bars, report } = read(csv(row(0), row(1), row(0)));
    expect(bars).toHaveLength(2);
    expect(report.duplicateLines).toEqual([3]);
    expect(report.errors).toEqual([]);
  });

  it("refuses duplicates that contradict each other, and keeps neither when told to go on", () => {
    const content = csv(row(0), row(1), row(1, { close: "11.5" }), row(2));
    expect(refusal(content).errors).toEqual([
      {
        file: FILE,
        line: 3,
        field: "open_time",
        value: String(FROM + MINUTE),
        problem: "has the time of line 2 but other figures",
        fix: "Keep the right one of the two rows; which one that is cannot be told from the file.",
      },
    ]);
    const { bars, report } = read(content, { onError: "report" });
    expect(bars.map(({ openAt }) => (openAt - FROM) / MINUTE)).toEqual([0, 2]);
    expect(report.gaps).toEqual([{ fromAt: FROM + MINUTE, toAt: FROM + MINUTE, missingBars: 1 }]);
  });

  it("reports gaps and takes the rest", () => {
    const { bars, report } = read(csv(row(0), row(4)));
    expect(bars).toHaveLength(2);
    expect(report.gaps).toEqual([{ fromAt: FROM + MINUTE, toAt: FROM + 3 * MINUTE, missingBars: 3 }]);
  });

  it.each([
    ["low", "-9", "is not a positive price"],
    ["low", "0", "is not a positive price"],
    ["open", "NaN", "is not a finite number"],
    ["open", "", "is not a finite number"],
    ["close", "Infinity", "is not a finite number"],
    ["close", "0x10", "is not a finite number"],
    ["high", "10.5", "is below open or close"],
    ["low", "10.5", "is above open or close"],
    ["volume", "-1", "is negative"],
    ["quote_volume", "abc", "is not a finite number"],
    ["open_time", "yesterday", "is not a whole number of milliseconds"],
    ["open_time", "1689206400", "is too small for milliseconds"],
    ["open_time", String(FROM + 1), "does not open on the 1m grid"],
    ["close_time", String(FROM + 5 * MINUTE - 1), `is not the close of a 1m bar that opens at ${FROM}`],
  ] as const)("refuses %s %j and names file, line, field, value and fix", (field, value, problem) => {
    const [found] = refusal(csv(KLINE_COLUMNS.join(","), row(0, { [field]: value }), row(1))).errors;
    expect(found).toMatchObject({ file: FILE, line: 2, field, value, problem });
    expect(found?.fix).toMatch(/\w{3,}.*\.$/);
  });

  it("refuses a row with too few or too many columns", () => {
    expect(refusal(csv("1,2,3")).errors[0]).toMatchObject({
      line: 1,
      field: "row",
      value: "1,2,3",
      problem: "has 3 columns instead of 12",
    });
    expect(refusal(csv(`${row(0)},9`)).errors[0]?.problem).toBe("has 13 columns instead of 12");
  });

  it("refuses empty, headers-only, damaged and ambiguous files", () => {
    expect(refusal("").errors[0]?.problem).toBe("holds no rows");
    expect(refusal(csv(KLINE_COLUMNS.join(","))).errors[0]?.problem).toBe("holds no rows");
    expect(refusal(gzipSync(strToU8(csv(row(0)))).slice(0, 30)).errors[0]?.problem).toContain("cannot be unpacked");
    expect(refusal(zipSync({ a: strToU8("1"), b: strToU8("2") })).errors[0]?.problem).toBe("holds 2 files instead of one");
  });

  it("leaves broken rows out and names every one when told to go on", () => {
    const { bars, report } = read(csv(row(0), row(1, { open: "x" }), "cut", row(3)), { onError: "report" });
    expect(bars).toHaveLength(2);
    expect(report.errors.map(({ line, field }) => [line, field])).toEqual([
      [2, "open"],
      [3, "row"],
    ]);
    expect(report.gaps).toHaveLength(1);
  });

  it("puts the first problems into the message and counts the others", () => {
    const broken = Array.from({ length: 9 }, (_, i) => row(i, { low: "-1" }));
    const act = () => read(csv(...broken));
    expect(act).toThrow(`${FILE}:1: low "-1" is not a positive price. Download the file again`);
    expect(act).toThrow("... and 4 more");
  });

  it("leaves rows outside the asked time alone", () => {
    const { bars, report } = read(csv(row(0), row(1, { low: "-1" }), row(2), row(3)), {
      fromAt: FROM + 2 * MINUTE,
      toAt: FROM + 3 * MINUTE,
    });
    expect(bars.map(({ openAt }) => openAt)).toEqual([FROM + 2 * MINUTE]);
    expect(report.outsideRange).toBe(3);
  });

  it("tells columns that were only filled with zeros from observed ones", () => {
    const filled = row(0, { quote_volume: "0", count: "0", taker_buy_volume: "0" });
    expect(read(csv(filled)).report.unobservedColumns).toEqual(["quote_volume", "count", "taker_buy_volume"]);
    expect(read(csv(row(0))).report.unobservedColumns).toEqual([]);
    expect(read(csv(row(0, { volume: "0", quote_volume: "0" }))).report.unobservedColumns).toEqual([]);
  });

  it("gives sound bars or names what is wrong, whatever the file holds", () => {
    const cell = fc.oneof(fc.constantFrom("", "-1", "0", "NaN", "1e400", "abc", "10.5", " 7"), fc.nat().map(String));
    const bad = fc
      .tuple(fc.nat({ max: 5 }), fc.constantFrom(...KLINE_COLUMNS), cell)
      .map(([i, column, value]) => row(i, { [column]: value }));
    const line = fc.oneof({ weight: 3, arbitrary: fc.nat({ max: 5 }).map((i) => row(i)) }, { weight: 2, arbitrary: bad }, fc.string());
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const { bars, report } = read(csv(...lines), { onError: "report" });
        expect(validateBars(bars, "1m")).toEqual([]);
        expect(bars.length + report.duplicateLines.length).toBeLessThanOrEqual(report.rows);
        if (report.errors.length > 0) expect(() => read(csv(...lines))).toThrow(ImportError);
        else expect(read(csv(...lines)).bars).toEqual(bars);
      }),
      { numRuns: 300 },
    );
  });

  it("takes any bytes without a crash", () => {
    const starts = fc.constantFrom([0x1f, 0x8b], [0x50, 0x4b], []);
    fc.assert(
      fc.property(starts, fc.uint8Array({ maxLength: 60 }), (start, rest) => {
        expect(read(new Uint8Array([...start, ...rest]), { onError: "report" }).report.errors.length).toBeGreaterThan(0);
      }),
    );
  });
});
