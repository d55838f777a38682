/** A row of a table of the fleet's database, with its key. */
export type Row = Readonly<Record<string, unknown>>;

/** Tables with a row for every symbol and bar: they are what went in, or can be worked out again, and would fill the memory of a long replay. */
const COUNTED_ONLY = new Set(["bars", "predictions"]);

/** The rows the fleet would have written to Postgres: upserted by key, in order of first appearance. */
export class Tables {
  private readonly tables = new Map<string, Map<string, Row>>();
  private readonly counts = new Map<string, number>();

  upsert(table: string, key: string, row: Row): void {
    if (COUNTED_ONLY.has(table)) {
      this.counts.set(table, (this.counts.get(table) ?? 0) + 1);
      return;
    }
    let rows = this.tables.get(table);
    if (!rows) {
      rows = new Map();
      this.tables.set(table, rows);
    }
    rows.set(key, row);
  }

  rows(table: string): ReadonlyMap<string, Row> {
    return this.tables.get(table) ?? new Map();
  }

  /** Names of the tables whose rows were kept. */
  get names(): string[] {
    return [...this.tables.keys()].sort();
  }

  /** How many rows were written to the tables that are only counted. */
  get countedOnly(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.counts);
  }
}
