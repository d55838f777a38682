import type { SimulatorConfig } from "../config.ts";
import type { Venue } from "../venue/venue.ts";
import type { PublishedBooks } from "../ws/published-books.ts";
import type { UserStreams } from "../ws/user-streams.ts";
import { ApiError } from "./api-error.ts";
import type { Query } from "./query.ts";

/** What the handlers work on. */
export interface Api {
  readonly venue: Venue;
  readonly config: SimulatorConfig;
  readonly userStreams: UserStreams;
  readonly books: PublishedBooks;
}

/** One endpoint: who may call it, what it costs and what it does. */
export interface Endpoint {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  /** KEY: API key only; SIGNED: API key, timestamp and signature. */
  readonly access: "PUBLIC" | "KEY" | "SIGNED";
  readonly weight: number | ((query: Query) => number);
  /** Orders it places or changes, for the order count. */
  readonly orders?: number;
  readonly handle: (query: Query, api: Api) => unknown;
}

/** The symbol of a request. */
export function symbolOf(query: Query, api: Api): string {
  const symbol = query.text("symbol").toUpperCase();
  if (!api.venue.exchange.markets[symbol]) throw new ApiError(400, -1121, "Invalid symbol.");
  return symbol;
}

/** The symbols a request is about: the one it names, or all. */
export function symbolsOf(query: Query, api: Api): readonly string[] {
  return query.optional("symbol") === undefined ? api.venue.tape.symbols : [symbolOf(query, api)];
}
