import type { Bar } from "@quantum/types";
import { ImportError, type ImportProblem, type OnError } from "../importers/import-report.ts";
import { orderSeries } from "../importers/order-series.ts";

/** Joins the bars of a further file to those read so far. Times told differently by two files are refused. */
export function mergeSeries(
  known: Bar[],
  added: readonly Bar[],
  { file, onError }: { readonly file: string; readonly onError: OnError },
): { bars: Bar[]; problems: ImportProblem[] } {
  const last = known.at(-1);
  const first = added[0];
  if (last === undefined || first === undefined || first.openAt > last.openAt) return { bars: known.concat(added), problems: [] };
  const merged = orderSeries(
    file,
    [...known, ...added].map((bar) => ({ line: 0, bar })),
  );
  const problems = merged.problems.map((problem) => ({
    ...problem,
    problem: "is told differently by another file of this symbol",
    fix: "Keep one of the two files.",
  }));
  if (problems.length > 0 && onError === "reject") throw new ImportError(refused(file, merged.bars, problems));
  return { bars: merged.bars, problems };
}

function refused(file: string, bars: readonly Bar[], errors: readonly ImportProblem[]) {
  const times = { firstAt: bars[0]?.openAt ?? null, lastAt: bars.at(-1)?.openAt ?? null };
  const nothing = { outsideRange: 0, timestampUnit: null, unsorted: 0, duplicateLines: [], gaps: [], unobservedColumns: [] };
  return { file, rows: bars.length, accepted: bars.length, ...times, ...nothing, errors };
}
