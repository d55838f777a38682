/** Prints one line for a person. */
export function say(line = ""): void {
  process.stdout.write(`${line}\n`);
}

/** Prints a result for a program. */
export function sayJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Prints to the error channel, so that a program that reads the result is not disturbed. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Rows under headings, columns aligned; numbers to the right. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, column) => Math.max(heading.length, ...rows.map((row) => (row[column] ?? "").length)));
  const rightAligned = headings.map((_, column) => rows.length > 0 && rows.every((row) => /^([-+]?[\d.,]|-$)/.test(row[column] ?? "")));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (rightAligned[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join("  ")
      .trimEnd();
  return [line(headings), ...rows.map(line)].join("\n");
}

/** Bytes as megabytes (MiB); "-" when unknown, never 0. */
export function megabytes(bytes: number | null): string {
  return bytes === null ? "-" : (bytes / 1024 / 1024).toFixed(0);
}

/** A length of time in its largest sensible unit; "-" when unknown. */
export function duration(ms: number | null): string {
  if (ms === null) return "-";
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 3_600_000) return `${Math.floor(ms / 60_000)} min ${Math.floor((ms % 60_000) / 1000)} s`;
  return `${Math.floor(ms / 3_600_000)} h ${Math.floor((ms % 3_600_000) / 60_000)} min`;
}
