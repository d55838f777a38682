import type { LedgerSource, Row } from "./ledger-source.ts";

/** One order of trading_bot with all that led to it and all that came of it. */
export interface IntentStory {
  readonly intentId: string;
  readonly decision: Row | null;
  readonly clearance: Row | null;
  readonly orders: readonly Row[];
  readonly fills: readonly Row[];
}

/** What the books tell about one id. */
export interface Story {
  /** What the id turned out to be. */
  readonly kind: "order" | "intent" | "trade" | "cycle";
  readonly id: string;
  /** The trade it is about; null for a cycle. */
  readonly trade: Row | null;
  /** The cycles in which something was decided, oldest first. */
  readonly cycles: readonly Row[];
  /** Oldest first. */
  readonly intents: readonly IntentStory[];
}

/** Finds out what an id is and tells its whole story; null when the books do not know it. */
export async function storyOf(ledger: LedgerSource, id: string): Promise<Story | null> {
  const cycleAt = cycleTime(id);
  if (cycleAt !== null) return storyOfCycle(ledger, id, cycleAt);
  const [order] = await ledger.rows("orders", "key", [id]);
  if (order) return storyOfTrade(ledger, { kind: "order", id, tradeId: String(order.trade_id) });
  const [decisions, clearances] = await Promise.all([ledger.rows("decisions", "key", [id]), ledger.rows("clearances", "key", [id])]);
  const known = decisions[0] ?? clearances[0];
  if (known) return storyOfTrade(ledger, { kind: "intent", id, tradeId: String(known.trade_id) });
  const story = await storyOfTrade(ledger, { kind: "trade", id, tradeId: id });
  return story.trade === null && story.intents.length === 0 ? null : story;
}

async function storyOfTrade(ledger: LedgerSource, about: { kind: Story["kind"]; id: string; tradeId: string }): Promise<Story> {
  const { kind, id, tradeId } = about;
  const [decisions, clearances, orders, fills, trades] = await Promise.all([
    ledger.rows("decisions", "trade_id", [tradeId]),
    ledger.rows("clearances", "trade_id", [tradeId]),
    ledger.rows("orders", "trade_id", [tradeId]),
    ledger.rows("fills", "trade_id", [tradeId]),
    ledger.rows("trades", "key", [tradeId]),
  ]);
  const intents = intentsOf({ decisions, clearances, orders, fills });
  const cycles = await ledger.rows("cycles", "key", [...new Set(intents.map(({ decision }) => String(decision?.cycle)))]);
  return { kind, id, trade: trades[0] ?? null, cycles, intents };
}

async function storyOfCycle(ledger: LedgerSource, id: string, at: number): Promise<Story | null> {
  const [cycles, decisions] = await Promise.all([
    ledger.rows("cycles", "key", [String(at)]),
    ledger.rows("decisions", "cycle", [String(at)]),
  ]);
  if (cycles.length === 0 && decisions.length === 0) return null;
  const ids = decisions.map(({ key }) => String(key));
  const [clearances, orders] = await Promise.all([ledger.rows("clearances", "key", ids), ledger.rows("orders", "intent_id", ids)]);
  const fills = await ledger.rows(
    "fills",
    "client_order_id",
    orders.map(({ key }) => String(key)),
  );
  return { kind: "cycle", id, trade: null, cycles, intents: intentsOf({ decisions, clearances, orders, fills }) };
}

type Rows = Readonly<Record<"decisions" | "clearances" | "orders" | "fills", readonly Row[]>>;

function intentsOf({ decisions, clearances, orders, fills }: Rows): IntentStory[] {
  const ids = [...decisions.map(({ key }) => key), ...clearances.map(({ key }) => key), ...orders.map((order) => order.intent_id)];
  return [...new Set(ids.map(String))].map((intentId) => {
    const own = orders.filter((order) => order.intent_id === intentId);
    const keys = new Set(own.map(({ key }) => key));
    return {
      intentId,
      decision: decisions.find(({ key }) => key === intentId) ?? null,
      clearance: clearances.find(({ key }) => key === intentId) ?? null,
      orders: own,
      fills: fills.filter((fill) => keys.has(fill.client_order_id)),
    };
  });
}

/** The close of a bar, as epoch ms or as a time such as 2023-07-13T00:05Z; null when the id is not a time. */
function cycleTime(id: string): number | null {
  if (/^\d{12,14}$/.test(id)) return Number(id);
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(id)) return null;
  const at = Date.parse(/(Z|[+-]\d{2}:?\d{2})$/.test(id) ? id : `${id.replace(" ", "T")}Z`);
  return Number.isNaN(at) ? null : at;
}
