import { describe, expect, it } from "@jest/globals";
import { gzipSync, strToU8 } from "fflate";
import { importFunding } from "./import-funding.ts";
import { ImportError } from "./import-report.ts";

const FROM = Date.UTC(2023, 6, 13);
const HOURS = 3_600_000;
const FILE = "BTCUSDT-fundingRate-2023-07.csv";
const HEADER = "calc_time,funding_interval_hours,last_funding_rate";
const read = (...lines: string[]) => importFunding({ file: FILE, content: lines.join("\n") });

function firstProblem(...lines: string[]) {
  try {
    read(...lines);
  } catch (error) {
    if (error instanceof ImportError) return error.report.errors[0];
    throw error;
  }
  return undefined;
}

describe("importing funding rates", () => {
  it("reads them with and without header, packed or not, and takes the seconds of jitter off", () => {
    const lines = [`${FROM + 4},8,-0.00001135`, `${FROM + 8 * HOURS},8,0.0001`];
    const wanted = [
      { paidAt: FROM, intervalHours: 8, ratio: -0.00001135 },
      { paidAt: FROM + 8 * HOURS, intervalHours: 8, ratio: 0.0001 },
    ];
    expect(read(HEADER, ...lines).rates).toEqual(wanted);
    expect(read(...lines).rates).toEqual(wanted);
    expect(importFunding({ file: FILE, content: gzipSync(strToU8(lines.join("\n"))) }).rates).toEqual(wanted);
  });

  it("sorts, drops identical repetitions and refuses contradicting ones", () => {
    const { rates, report } = read(`${FROM + 8 * HOURS},8,0.0001`, `${FROM},8,0.0002`, `${FROM + 3},8,0.0002`);
    expect(rates.map(({ ratio }) => ratio)).toEqual([0.0002, 0.0001]);
    expect(report).toMatchObject({ unsorted: 2, duplicateLines: [3], accepted: 2 });
    expect(firstProblem(`${FROM},8,0.0001`, `${FROM},8,0.0003`)).toMatchObject({ line: 2, value: "0.0003", field: "last_funding_rate" });
    const gone = importFunding({ file: FILE, content: `${FROM},8,0.0001\n${FROM},8,0.0003` }, { onError: "report" });
    expect(gone.rates).toEqual([]);
  });

  it.each([
    [`${FROM},8`, "row", "has 2 columns instead of 3"],
    ["soon,8,0.0001", "calc_time", "is not a whole number of milliseconds"],
    [`${FROM},0,0.0001`, "funding_interval_hours", "is not a number of hours"],
    [`${FROM},25,0.0001`, "funding_interval_hours", "is not a number of hours"],
    [`${FROM},8,NaN`, "last_funding_rate", "is not a funding rate"],
    [`${FROM},8,`, "last_funding_rate", "is not a funding rate"],
    [`${FROM},8,0.1001`, "last_funding_rate", "is not a funding rate"],
    ["", "file", "holds no rows"],
  ])("refuses %j", (line, field, problem) => {
    expect(firstProblem(line)).toMatchObject({ file: FILE, field, problem });
  });

  it("takes a rate of exactly 10 %", () => {
    expect(read(`${FROM},8,-0.1`).rates[0]?.ratio).toBe(-0.1);
  });
});
