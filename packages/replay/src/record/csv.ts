import type { Row } from "../desk/tables.ts";

/** A row's cells as one line of CSV (RFC 4180): what is nested as JSON, null as nothing. */
export function csvLine(cells: readonly unknown[]): string {
  return cells.map(cellOf).join(",");
}

/** The columns of rows, in order of first appearance. */
export function columnsOf(rows: Iterable<Row>): string[] {
  const columns = new Set<string>();
  for (const row of rows) for (const column of Object.keys(row)) columns.add(column);
  return [...columns];
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
