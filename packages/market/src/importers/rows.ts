/** One row of a file with its line number, counted from 1. */
export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The rows of a CSV without quotes (Binance's files have none). Blank lines, CR and a byte order mark are dropped. */
export function csvRows(text: string): Row[] {
  const rows: Row[] = [];
  const lines = text.charCodeAt(0) === 0xfeff ? text.slice(1).split("\n") : text.split("\n");
  for (let i = 0; i < lines.length; i++) {
    let line = lines[i] as string;
    if (line.endsWith("\r")) line = line.slice(0, -1);
    if (line.trim() !== "") rows.push({ line: i + 1, cells: line.split(",") });
  }
  return rows;
}

/** True when a row names columns instead of holding figures. */
export function isHeader(row: Row): boolean {
  return /^\s*"?[A-Za-z]/.test(row.cells[0] ?? "") && row.cells.every((cell) => !/^\s*"?-?[\d.]/.test(cell));
}

/** A column's name as we write it: `Open time` and `"openTime"` are open_time. */
export function columnName(cell: string): string {
  return cell
    .trim()
    .replace(/^"|"$/g, "")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .replace(/\s+/g, "_")
    .toLowerCase();
}

/** The rows of a JSON array of arrays, as REST answers have them; null when it is something else. */
export function jsonRows(text: string): Row[] | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(parsed)) return null;
  return parsed.map((row: unknown, index) => ({ line: index + 1, cells: Array.isArray(row) ? row.map(String) : [JSON.stringify(row)] }));
}
