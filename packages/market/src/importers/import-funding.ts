import { ImportError, type ImportProblem, type ImportReport, type OnError } from "./import-report.ts";
import { csvRows, isHeader, type Row } from "./rows.ts";
import { parseTimestamp } from "./timestamp.ts";
import { unpack } from "./unpack.ts";

/** One funding rate. `paidAt` is the nominal time (epoch ms); a positive ratio means that longs pay shorts. */
export interface FundingRate {
  readonly paidAt: number;
  readonly intervalHours: number;
  readonly ratio: number;
}

/** Rates, sorted and sound, and what was found on the way. */
export interface ImportedFunding {
  readonly rates: FundingRate[];
  readonly report: ImportReport;
}

const COLUMNS = ["calc_time", "funding_interval_hours", "last_funding_rate"];
/** The exchange stamps a payment up to some seconds after the full hour. */
const JITTER_MS = 60_000;
const HOUR_MS = 3_600_000;
/** The exchange caps a payment far below this; more is a broken column. */
const MAX_ABSOLUTE_RATIO = 0.1;

/** Reads a Binance public-data funding-rate CSV (with or without header; plain, gzip or zip). */
export function importFunding(
  { file, content }: { readonly file: string; readonly content: Uint8Array | string },
  { onError = "reject" }: { readonly onError?: OnError } = {},
): ImportedFunding {
  const unpacked = unpack(content);
  const errors: ImportProblem[] = [];
  if (unpacked.text === null) errors.push({ file, line: 0, field: "file", value: file, problem: unpacked.problem, fix: unpacked.fix });
  const all = unpacked.text === null ? [] : csvRows(unpacked.text);
  const rows = all[0] !== undefined && isHeader(all[0]) ? all.slice(1) : all;
  if (unpacked.text !== null && rows.length === 0) {
    errors.push({ file, line: 0, field: "file", value: file, problem: "holds no rows", fix: "Download the file again, or leave it out." });
  }
  const series = collect(file, rows, errors);
  const report = reportOf(file, rows.length, series, errors);
  if (errors.length > 0 && onError === "reject") throw new ImportError(report);
  return { rates: series.rates, report };
}

interface FundingSeries {
  readonly rates: FundingRate[];
  readonly duplicateLines: number[];
  unsorted: number;
}

function collect(file: string, rows: readonly Row[], errors: ImportProblem[]): FundingSeries {
  const byTime = new Map<number, FundingRate>();
  const contradicted = new Set<number>();
  const series: FundingSeries = { rates: [], duplicateLines: [], unsorted: 0 };
  let newest = Number.NEGATIVE_INFINITY;
  for (const { line, cells } of rows) {
    const rate = parseRate(cells, (problem) => errors.push({ file, line, ...problem }));
    if (rate === null) continue;
    if (rate.paidAt < newest) series.unsorted++;
    newest = Math.max(newest, rate.paidAt);
    const known = byTime.get(rate.paidAt);
    if (known === undefined) byTime.set(rate.paidAt, rate);
    else if (known.ratio === rate.ratio) series.duplicateLines.push(line);
    else {
      contradicted.add(rate.paidAt);
      errors.push({ file, line, ...contradiction(cells) });
    }
  }
  for (const rate of byTime.values()) if (!contradicted.has(rate.paidAt)) series.rates.push(rate);
  series.rates.sort((a, b) => a.paidAt - b.paidAt);
  return series;
}

type Problem = Omit<ImportProblem, "file" | "line">;

function parseRate(cells: readonly string[], refuse: (problem: Problem) => void): FundingRate | null {
  const [timeText = "", hoursText = "", ratioText = ""] = cells.map((cell) => cell.trim());
  if (cells.length !== COLUMNS.length) {
    const problem = `has ${cells.length} columns instead of ${COLUMNS.length}`;
    refuse({ field: "row", value: cells.join(",").slice(0, 80), problem, fix: `Expected ${COLUMNS.join(",")}.` });
    return null;
  }
  const time = parseTimestamp(timeText);
  if (time.at === null) {
    refuse({ field: "calc_time", value: timeText, problem: time.problem, fix: time.fix });
    return null;
  }
  const hours = Number(hoursText);
  if (!Number.isInteger(hours) || hours < 1 || hours > 24) {
    const fix = "Funding is paid every 1 to 8 hours; check the order of the columns.";
    refuse({ field: "funding_interval_hours", value: hoursText, problem: "is not a number of hours", fix });
    return null;
  }
  const ratio = ratioText === "" ? Number.NaN : Number(ratioText);
  if (!Number.isFinite(ratio) || Math.abs(ratio) > MAX_ABSOLUTE_RATIO) {
    const fix = "A rate is a share such as 0.0001, not a percentage.";
    refuse({ field: "last_funding_rate", value: ratioText, problem: "is not a funding rate", fix });
    return null;
  }
  const late = time.at % HOUR_MS;
  return { paidAt: late <= JITTER_MS ? time.at - late : time.at, intervalHours: hours, ratio };
}

function contradiction(cells: readonly string[]): Problem {
  const fix = "Keep the right one of the rows for this time.";
  return { field: "last_funding_rate", value: cells[2] ?? "", problem: "contradicts another row of the same time", fix };
}

function reportOf(file: string, rows: number, series: FundingSeries, errors: readonly ImportProblem[]): ImportReport {
  return {
    file,
    rows,
    accepted: series.rates.length,
    outsideRange: 0,
    firstAt: series.rates[0]?.paidAt ?? null,
    lastAt: series.rates.at(-1)?.paidAt ?? null,
    timestampUnit: null,
    unsorted: series.unsorted,
    duplicateLines: series.duplicateLines,
    gaps: [],
    unobservedColumns: [],
    errors,
  };
}
