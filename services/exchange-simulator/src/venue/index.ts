/** The exchange without its API: the market as a tape, and the books that play it. For those who run it in their own process. */
export { type TapeSettings, tapeEnvironment } from "../config.ts";
export { loadTape } from "../market/load-tape.ts";
export { Tape, type TapeContent } from "../market/tape.ts";
export { booksOf } from "./books.ts";
export { Venue, type VenueSettings } from "./venue.ts";
