import { Exact } from "@quantum/exact";
import { type Effect, type EventData, emit, type FleetEvent } from "@quantum/types";
import { beyondGuard } from "./beyond-guard.ts";
import { type AelmSettings, LIMITS } from "./limits.ts";
import { imaginedBps } from "./other-way.ts";
import { partsOfShortfall } from "./shortfall.ts";
import { rowOf } from "./shortfall-row.ts";
import { type AelmState, keepNewest, lookUp, type Parent, type Shortfall } from "./state.ts";
import { count } from "./tally.ts";

/** Places of an average price; orders are on ticks far coarser than that. */
const PRICE_PLACES = 12;

/** Outcomes of orders that were tried. What was refused or recorded only had no way to the market, so it cost nothing there. */
const TRIED: readonly string[] = ["FILLED", "PARTIAL", "REJECTED"];

/** The last word on an order: its cost is worked out, and said at once where the way not taken is known too. */
export function onSettled(state: AelmState, event: FleetEvent<"order.settled">, settings: AelmSettings): Effect[] {
  const parent = lookUp(state.parents, event.data.intentId);
  if (parent === null || parent.measured !== null) return [];
  if (!TRIED.includes(event.data.outcome)) {
    delete state.parents[parent.intentId];
    return [];
  }
  if (parent.purpose === "EXIT") rememberExit(state, parent, event.data);
  const measured = measure(state, parent, event.data);
  parent.measured = measured;
  if (measured.executed === "PLANNED")
    return [...say(state, parent, { otherBps: parent.plainBps, at: event.at }), ...beyondGuard(parent, settings)];
  if (parent.imagined === null) return say(state, parent, { otherBps: measured.totalBps, at: event.at });
  return parent.imaginedKnown ? say(state, parent, { otherBps: parent.imaginedBps, at: event.at }) : [];
}

/** Bars closed: the way not taken may be known now. */
export function onImagined(state: AelmState, { data, at }: FleetEvent<"bars.closed">): Effect[] {
  const effects: Effect[] = [];
  for (const parent of Object.values(state.parents)) {
    if (parent.imagined === null || parent.imaginedKnown) continue;
    const otherBps = imaginedBps(parent, state, data);
    if (otherBps === undefined) continue;
    parent.imaginedKnown = true;
    parent.imaginedBps = otherBps;
    if (parent.measured !== null) effects.push(...say(state, parent, { otherBps, at }));
  }
  return effects;
}

/** What AE-03 looks at: a trade whose exit left something open. */
function rememberExit(state: AelmState, parent: Parent, { filledQuantity }: EventData<"order.settled">): void {
  const others = state.unfinished.filter((tradeId) => tradeId !== parent.tradeId);
  const isFlat = new Exact(filledQuantity).gte(parent.quantity);
  state.unfinished = isFlat ? others : [...others, parent.tradeId];
  keepNewest(state.unfinished, LIMITS.rememberedTrades);
}

function measure(state: AelmState, parent: Parent, { filledQuantity, averagePrice }: EventData<"order.settled">): Shortfall {
  const quote = lookUp(state.quotes, parent.symbol);
  const endPrice = quote === null ? Number(parent.arrivalPrice) : (quote.bid + quote.ask) / 2;
  const missingFeeBps = lookUp(state.contracts, parent.symbol)?.takerFeeBps ?? 0;
  const shown = new Exact(parent.filledQuantity);
  const isShown = shown.gt(0) && shown.eq(filledQuantity);
  const price = isShown ? new Exact(parent.costUsd).div(shown).round(PRICE_PLACES).toFixed() : averagePrice;
  const { intentId, tradeId, symbol, purpose, side, quantity, arrivalPrice } = parent;
  return {
    ...{ intentId, tradeId, symbol, purpose, side, quantity, filledQuantity, arrivalPrice },
    executed: parent.followed ? "PLANNED" : "PLAIN",
    averagePrice: price,
    ...partsOfShortfall(parent, { filledQuantity, averagePrice: price, missingFeeBps, endPrice }),
    otherBps: null,
  };
}

/** Says it, keeps it for the console and lets the order go. */
function say(state: AelmState, parent: Parent, { otherBps, at }: { otherBps: number | null; at: number }): Effect[] {
  const { cycle, measured } = parent;
  delete state.parents[parent.intentId];
  if (measured === null) return [];
  const shortfall: Shortfall = { ...measured, otherBps };
  state.shortfalls.push({ ...shortfall, at });
  keepNewest(state.shortfalls, LIMITS.shownShortfalls);
  count(state.tallies[shortfall.executed], shortfall);
  return [
    emit("shortfall.measured", shortfall, cycle ?? undefined),
    { kind: "store", table: "shortfalls", key: parent.intentId, row: rowOf(shortfall, { at, cycle }) },
  ];
}
