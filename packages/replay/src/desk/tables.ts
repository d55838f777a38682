/** A row of a table of the fleet's database, with its key. */
export type Row = Readonly<Record<string, unknown>>;
/** A row with its key. */
export type KeyedRow = Row & { readonly key: string };

interface Kept {
  readonly at: number;
  readonly row: Row | Buffer;
}

/** Tables with a row for every symbol and bar: they are what went in, or can be worked out again, and would fill the memory of a long replay. */
const COUNTED_ONLY = new Set(["bars", "predictions"]);
/** Tables whose rows hold a whole story each: they wait as text outside of the heap. */
const PACKED = new Set(["cycles", "decisions", "clearances"]);

/** The rows the fleet would have written to Postgres: upserted by key. */
export class Tables {
  private readonly tables = new Map<string, Map<string, Kept>>();
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
    rows.set(key, { at: Number(row.at), row: PACKED.has(table) ? Buffer.from(JSON.stringify(row)) : row });
  }

  /** How many rows a table has. */
  size(table: string): number {
    return this.tables.get(table)?.size ?? 0;
  }

  /** The rows of a table with their keys, by market time and then by key, unpacked one at a time. They can be gone through again. */
  rows(table: string): Iterable<KeyedRow> {
    const sorted = [...(this.tables.get(table) ?? [])].sort((a, b) => a[1].at - b[1].at || (a[0] < b[0] ? -1 : 1));
    return {
      *[Symbol.iterator]() {
        for (const [key, { row }] of sorted) yield { key, ...unpacked(row) };
      },
    };
  }

  /** How many rows were written to the tables that are only counted. */
  get countedOnly(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.counts);
  }
}

function unpacked(row: Row | Buffer): Row {
  return Buffer.isBuffer(row) ? (JSON.parse(row.toString()) as Row) : row;
}
