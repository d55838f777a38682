import type { Bar } from "@quantum/types";
import type { ImportProblem } from "./import-report.ts";

/** A bar and the line it came from. */
export interface BarAtLine {
  readonly line: number;
  readonly bar: Bar;
}

/** Rows in order of time, each time once. */
export interface OrderedSeries {
  readonly bars: Bar[];
  readonly unsorted: number;
  readonly duplicateLines: number[];
  readonly problems: ImportProblem[];
}

/** Sorts rows by time, drops exact repetitions, and refuses every time that two rows tell differently. */
export function orderSeries(file: string, rows: readonly BarAtLine[]): OrderedSeries {
  const unsorted = countUnsorted(rows);
  const sorted = unsorted > 0 ? rows.toSorted((a, b) => a.bar.openAt - b.bar.openAt || a.line - b.line) : rows;
  const result: OrderedSeries = { bars: [], unsorted, duplicateLines: [], problems: [] };
  for (let from = 0; from < sorted.length; ) {
    let to = from + 1;
    while (to < sorted.length && sorted[to]?.bar.openAt === sorted[from]?.bar.openAt) to++;
    if (to === from + 1) result.bars.push((sorted[from] as BarAtLine).bar);
    else settleTime(file, sorted.slice(from, to), result);
    from = to;
  }
  return result;
}

function settleTime(file: string, same: readonly BarAtLine[], result: OrderedSeries): void {
  const first = same[0] as BarAtLine;
  const different = same.find((row) => !equal(row.bar, first.bar));
  if (different === undefined) {
    result.bars.push(first.bar);
    for (const row of same.slice(1)) result.duplicateLines.push(row.line);
    return;
  }
  const problem = `has the time of line ${first.line} but other figures`;
  const fix = "Keep the right one of the two rows; which one that is cannot be told from the file.";
  result.problems.push({ file, line: different.line, field: "open_time", value: String(first.bar.openAt), problem, fix });
}

function countUnsorted(rows: readonly BarAtLine[]): number {
  let newest = Number.NEGATIVE_INFINITY;
  let unsorted = 0;
  for (const { bar } of rows) {
    if (bar.openAt < newest) unsorted++;
    else newest = bar.openAt;
  }
  return unsorted;
}

function equal(a: Bar, b: Bar): boolean {
  return (Object.keys(a) as (keyof Bar)[]).every((field) => a[field] === b[field]);
}
