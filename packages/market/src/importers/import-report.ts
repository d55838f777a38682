import type { Gap } from "../bars/find-gaps.ts";

/** What is wrong with one row of a file, and what to do about it. `line` counts from 1; a JSON array's rows count as lines. */
export interface ImportProblem {
  readonly file: string;
  readonly line: number;
  readonly field: string;
  readonly value: string;
  readonly problem: string;
  readonly fix: string;
}

/** What an import found. Everything that was not taken over as it stood is named here. */
export interface ImportReport {
  readonly file: string;
  /** Rows read, without header and blank lines. */
  readonly rows: number;
  /** Rows taken over. */
  readonly accepted: number;
  /** Rows outside the asked time, not looked at further. */
  readonly outsideRange: number;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  readonly timestampUnit: "ms" | "us" | null;
  /** Rows that stood before an earlier one; they were sorted in. */
  readonly unsorted: number;
  /** Lines that repeat another row exactly; they were dropped. */
  readonly duplicateLines: readonly number[];
  readonly gaps: readonly Gap[];
  /** Columns that are 0 in every row although there was trading: not observed, only filled. */
  readonly unobservedColumns: readonly string[];
  readonly errors: readonly ImportProblem[];
}

/** What to do with broken rows: refuse the whole file, or leave them out and say so in the report. */
export type OnError = "reject" | "report";

/** An import was refused. The message names the first problems with file, line, field, value and fix. */
export class ImportError extends Error {
  readonly code = "IMPORT_REFUSED";
  readonly report: ImportReport;

  constructor(report: ImportReport) {
    super(renderProblems(report.errors));
    this.name = "ImportError";
    this.report = report;
  }
}

const SHOWN_PROBLEMS = 5;

/** Problems as lines of text, the first few in full. */
export function renderProblems(problems: readonly ImportProblem[]): string {
  const lines = problems.slice(0, SHOWN_PROBLEMS).map(renderProblem);
  const hidden = problems.length - lines.length;
  return hidden > 0 ? [...lines, `... and ${hidden} more`].join("\n") : lines.join("\n");
}

function renderProblem({ file, line, field, value, problem, fix }: ImportProblem): string {
  const where = line > 0 ? `${file}:${line}` : file;
  return `${where}: ${field} ${JSON.stringify(value)} ${problem}. ${fix}`;
}
