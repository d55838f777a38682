/** What on the page changes with an event. */
const TOPICS: Readonly<Record<string, readonly string[]>> = {
  "portfolio.valued": ["equity", "positions", "day"],
  "trade.opened": ["trades", "candles"],
  "trade.closed": ["trades", "candles", "day"],
  "bars.closed": ["candles"],
  "cycle.completed": ["cycles"],
  "alert.raised": ["alerts"],
  "trading.cycleFailed": ["alerts"],
};

/** Topics of one event type; orders in any state are one topic. */
export function topicsOf(type: string): readonly string[] {
  return TOPICS[type] ?? (type.startsWith("order.") ? ["orders"] : []);
}
