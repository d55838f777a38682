import type { ExchangeEvent } from "@quantum/exchange/engine";
import type { Faults } from "../api/faults.ts";
import type { Venue, VenueListener } from "../venue/venue.ts";
import type { Hub } from "./hub.ts";
import type { StreamName } from "./market-messages.ts";
import * as messages from "./market-messages.ts";
import type { BookChange, PublishedBooks } from "./published-books.ts";
import { userMessage } from "./user-messages.ts";

/** Streams of one book: what changes when liquidity is taken. */
const BOOK_CHANNELS = ["bookTicker", "depth", "depth5", "depth10", "depth20"];

/**
 * Tells clients what happened: user events at once and in order; after a bar first books, marks and tickers, then the klines,
 * so that whoever acts on a kline has seen everything that led to it.
 */
export class Broadcast implements VenueListener {
  private readonly parts: { readonly venue: Venue; readonly hub: Hub; readonly books: PublishedBooks; readonly faults: Faults };

  constructor(parts: { venue: Venue; hub: Hub; books: PublishedBooks; faults: Faults }) {
    this.parts = parts;
  }

  happened(events: readonly ExchangeEvent[]): void {
    const { hub, faults, venue } = this.parts;
    if (hub.size === 0) return;
    for (const event of faults.forEvents(events)) hub.publishUser(userMessage(event, venue.exchange));
    const taken = new Set(
      events.flatMap((event) => (event.kind === "order" && event.fill && !event.fill.maker ? [event.order.symbol] : [])),
    );
    if (taken.size > 0) this.publishBooks((stream) => stream.symbol === null || taken.has(stream.symbol));
  }

  closed(closeAt: number): void {
    const { hub, venue } = this.parts;
    if (hub.size === 0) return;
    this.publishBooks(() => true);
    const streams = hub.streams();
    for (const stream of streams) this.publishMarket(stream, closeAt);
    for (const { name, symbol, interval } of streams) {
      if (symbol === null || interval === null) continue;
      const message = messages.klineMessage(venue, symbol, interval, closeAt);
      if (message) hub.publish(name, message);
    }
  }

  /** Every book is looked at once, however many streams show it. */
  private publishBooks(wanted: (stream: StreamName) => boolean): void {
    const changes = new Map<string, BookChange | null>();
    for (const stream of this.parts.hub.streams()) {
      if (!BOOK_CHANNELS.includes(stream.channel) || !wanted(stream)) continue;
      for (const symbol of stream.symbol === null ? this.parts.venue.tape.symbols : [stream.symbol]) {
        if (!changes.has(symbol)) changes.set(symbol, this.parts.books.refresh(symbol));
        const change = changes.get(symbol);
        if (change) this.publishBook(stream, symbol, change);
      }
    }
  }

  private publishBook(stream: StreamName, symbol: string, change: BookChange): void {
    const { hub, venue } = this.parts;
    if (stream.channel === "bookTicker") hub.publish(stream.name, messages.bookTickerMessage(venue, symbol, change.to));
    else if (stream.channel === "depth") hub.publish(stream.name, messages.depthMessage(venue, symbol, change));
    else
      hub.publish(
        stream.name,
        messages.partialDepthMessage(venue, symbol, { levels: Number(stream.channel.slice(5)), version: change.to }),
      );
  }

  private publishMarket(stream: StreamName, closeAt: number): void {
    const { hub, venue } = this.parts;
    const { name, symbol, channel } = stream;
    const each = (make: (one: string) => Record<string, unknown>): void => {
      hub.publish(name, symbol === null ? venue.tape.symbols.map(make) : make(symbol));
    };
    if (channel === "markPrice") each((one) => messages.markPriceMessage(venue, one));
    else if (channel === "miniTicker" || channel === "ticker") each((one) => messages.tickerMessage(venue, one, channel));
    else if (channel === "aggTrade" && symbol !== null) {
      const message = messages.aggTradeMessage(venue, symbol, closeAt);
      if (message) hub.publish(name, message);
    }
  }
}
