import * as z from "zod";
import { defineEvent } from "../event.ts";
import { barSchema, instrumentSchema, intervalSchema, quoteSchema, symbolSchema } from "../market.ts";

const symbolBar = z.object({ symbol: symbolSchema, bar: barSchema });

/** The contracts the exchange lists, published by execution at start and whenever they change. */
export const instrumentsListed = defineEvent("instruments.listed", 1, "market", z.object({ instruments: z.array(instrumentSchema) }));

/** History of one symbol, oldest first, so that indicators are warm before the first live bar. Never opens a cycle. */
export const barsBackfilled = defineEvent(
  "bars.backfilled",
  1,
  "market",
  z.object({ symbol: symbolSchema, interval: intervalSchema, bars: z.array(barSchema) }),
);

/**
 * The closed bars of all symbols for one close. `at` = `closeAt`. A bar of the trading interval opens cycle `closeAt`.
 * Symbols without a bar are named in `missing`: no bar is never an old bar.
 */
export const barsClosed = defineEvent(
  "bars.closed",
  1,
  "market",
  z.object({
    interval: intervalSchema,
    closeAt: z.number().int(),
    bars: z.array(symbolBar),
    missing: z.array(symbolSchema),
    opensCycle: z.boolean(),
  }),
);

/** Top of book, mark and funding of all symbols, published just before each `bars.closed`. */
export const quotesObserved = defineEvent("quotes.observed", 1, "market", z.object({ quotes: z.array(quoteSchema) }));
