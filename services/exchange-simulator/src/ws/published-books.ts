import type { Market } from "@quantum/exchange/engine";
import { bookOf } from "../present/market.ts";
import type { Venue } from "../venue/venue.ts";

/** Levels of a book that are followed. */
const LEVELS = 50;

/** One step of a book: price and quantity pairs, "0" for what is gone. */
export interface BookChange {
  readonly from: number;
  readonly to: number;
  readonly bids: [string, string][];
  readonly asks: [string, string][];
}

interface Published {
  version: number;
  bids: Map<string, string>;
  asks: Map<string, string>;
}

/** What clients have been told of each book, with a version that only grows, so that snapshots and changes fit together. */
export class PublishedBooks {
  private readonly venue: Venue;
  private readonly books = new Map<string, Published>();

  constructor(venue: Venue) {
    this.venue = venue;
  }

  /** The version of the book as it stands now. */
  versionOf(symbol: string): number {
    this.refresh(symbol);
    return this.books.get(symbol)?.version ?? 0;
  }

  /** What changed since the book was last looked at; null when nothing did. */
  refresh(symbol: string): BookChange | null {
    const market = this.venue.exchange.markets[symbol] as Market;
    const now = bookOf(this.venue, market, LEVELS);
    const known = this.books.get(symbol) ?? { version: 1, bids: new Map(), asks: new Map() };
    const bids = difference(known.bids, now.bids);
    const asks = difference(known.asks, now.asks);
    if (bids.length + asks.length === 0) return null;
    this.books.set(symbol, { version: known.version + 1, bids: new Map(now.bids), asks: new Map(now.asks) });
    return { from: known.version, to: known.version + 1, bids, asks };
  }
}

function difference(before: ReadonlyMap<string, string>, after: readonly [string, string][]): [string, string][] {
  const kept = new Set(after.map(([price]) => price));
  const gone = [...before.keys()].filter((price) => !kept.has(price)).map((price): [string, string] => [price, "0"]);
  return [...gone, ...after.filter(([price, quantity]) => before.get(price) !== quantity)];
}
