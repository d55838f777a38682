import { isAlgo } from "@quantum/exchange/venue";
import { type CallAnswered, type Difference, deriveId, emit, INTERVAL_MS } from "@quantum/types";
import type { SyncAnswer, SyncRequest } from "./calls.ts";
import { type Desk, raise, say } from "./desk.ts";
import { bookFills, fillsFrom } from "./fills.ts";
import { orderAnsweredOpen, orderEnded } from "./intents.ts";
import { end, reported } from "./order-answers.ts";
import { protect } from "./protection.ts";
import { findDifferences, inFlight } from "./reconcile.ts";
import { advance } from "./settle.ts";
import type { ClosedBars, OpenTrade } from "./state.ts";
import { coverGrowth, endDue, isOnItsWay } from "./working.ts";

/** Asks the exchange for everything it holds for us, unless that is being asked already. */
export function startSync(desk: Desk): void {
  const { state, effects } = desk;
  if (state.syncing || state.bookingSince === null) return;
  state.syncing = true;
  state.syncs += 1;
  const request: SyncRequest = {
    closeAt: state.waitingBars[0]?.closeAt ?? null,
    positions: { ...state.positions },
    orders: Object.values(state.orders)
      .filter((order) => order.status === "OPEN" || order.status === "CANCELLING")
      .map(({ clientOrderId, symbol, type, exchangeOrderId }) => ({ clientOrderId, symbol, algo: isAlgo(type), exchangeOrderId })),
    fillsFrom: Object.fromEntries(Object.keys(state.cursors).map((symbol) => [symbol, fillsFrom(state, symbol)])),
    otherwiseFrom: { since: state.bookingSince },
    fundingSince: state.fundingSince,
  };
  effects.push({ kind: "call", callId: deriveId("sync", state.syncs), name: "sync", request });
}

/** The exchange answered, or did not. */
export function syncAnswered(desk: Desk, answer: CallAnswered): void {
  const { state } = desk;
  state.syncing = false;
  if (!answer.data.ok) return syncFailed(desk, answer.data.error.message);
  state.syncFailures = 0;
  const found = answer.data.answer as SyncAnswer;
  // Funding first: what a trade paid while it was open must be known when the fill that closes it is told.
  bookFunding(desk, found);
  bookFills(desk, found);
  vanished(desk, found);
  for (const active of Object.values(state.intents)) coverGrowth(desk, active);
  keepProtected(desk, found);
  const differences = findDifferences(state, found.account);
  restrict(desk, differences);
  for (const quote of found.quotes) state.quotes[quote.symbol] = quote;
  const closed = holdBack(desk, closedBy(desk, answer.data.request as SyncRequest));
  publishAccount(desk, found, differences, closed);
  if (closed) publishBars(desk, closed, found);
  if (state.waitingBars.length > 0 && !state.barsHeld) startSync(desk);
}

/** Bars wait until what ends with them has ended, so that whoever reads them has seen that too. */
function holdBack(desk: Desk, closed: ClosedBars | null): ClosedBars | null {
  if (!closed) return null;
  endDue(desk, closed.closeAt);
  desk.state.barsHeld = isOnItsWay(desk);
  return desk.state.barsHeld ? null : closed;
}

/** What the bars waited for has ended: the exchange is asked once more, and they go out. */
export function releaseBars(desk: Desk): void {
  if (!desk.state.barsHeld || isOnItsWay(desk)) return;
  desk.state.barsHeld = false;
  startSync(desk);
}

function syncFailed(desk: Desk, message: string): void {
  const { state, limits } = desk;
  state.syncFailures += 1;
  if (state.syncFailures === limits.syncFailuresAlert) {
    raise(desk, {
      severity: "CRITICAL",
      code: "EXCHANGE_UNREACHABLE",
      message: `the exchange has not answered ${state.syncFailures} times in a row: ${message}`,
      action:
        "Bars are withheld until it answers, so nothing new is traded; resting stops stay. Check the network, the keys and the exchange's status page.",
    });
  }
  desk.effects.push({ kind: "wake", name: "sync", afterMs: limits.askAgainMs, data: null });
}

/** What became of orders of ours that no longer rest. */
function vanished(desk: Desk, found: SyncAnswer): void {
  for (const { clientOrderId, report } of found.vanished) {
    const order = desk.state.orders[clientOrderId];
    if (!order) continue;
    const ended =
      report === null
        ? end(desk, { order, how: "EXPIRED", code: null, reason: "the exchange no longer knows it" })
        : reported(desk, order, report);
    if (ended) orderEnded(desk, ended);
    else orderAnsweredOpen(desk, order);
  }
}

function bookFunding(desk: Desk, found: SyncAnswer): void {
  const { state } = desk;
  for (const payment of [...found.funding].sort((a, b) => a.paidAt - b.paidAt || (a.transactionId < b.transactionId ? -1 : 1))) {
    if (payment.paidAt < state.fundingSince || state.fundingSeen.includes(payment.transactionId)) continue;
    if (payment.paidAt > state.fundingSince) state.fundingSeen = [];
    state.fundingSince = payment.paidAt;
    state.fundingSeen.push(payment.transactionId);
    say(desk, "funding.paid", payment);
  }
}

/** Every open trade has its stop at the exchange: one that has none gets it again. What somebody else closed or made smaller needs none, or less. */
function keepProtected(desk: Desk, found: SyncAnswer): void {
  const resting = new Set(found.account.resting.map((order) => order.clientOrderId));
  for (const trade of Object.values(desk.state.trades)) {
    if (isBare(desk, trade, resting)) {
      raise(desk, {
        severity: "CRITICAL",
        code: "STOP_MISSING",
        message: `${trade.symbol}: ${trade.quantity} was open without a stop`,
        action: "It is placed now.",
      });
      trade.stopOrderId = null;
      trade.refusedStop = null;
    }
    protect(desk, trade, null);
    advance(desk, trade);
  }
}

function isBare({ state }: Desk, { quantity, symbol, stopOrderId }: OpenTrade, resting: ReadonlySet<string>): boolean {
  if (quantity === "0" || inFlight(state, symbol)) return false;
  return stopOrderId === null || !(state.orders[stopOrderId] || resting.has(stopOrderId));
}

/** Differences put their symbol into reduce-only; when all is explained, that ends. Our books are never changed to fit. */
function restrict(desk: Desk, differences: readonly Difference[]): void {
  const { state } = desk;
  const now = Object.fromEntries(
    differences.map((difference) => [
      difference.symbol ?? "*",
      `${difference.kind}: ours ${difference.ours}, the exchange ${difference.theirs}`,
    ]),
  );
  for (const difference of differences) {
    const key = difference.symbol ?? "*";
    if (state.reduceOnly[key] === now[key]) continue;
    raise(desk, {
      severity: "CRITICAL",
      code: "BOOKS_DIFFER",
      message: `${key}: ${now[key]}`,
      action: `${difference.reason} Only exits are allowed in it until the two agree.`,
    });
    desk.effects.push({
      kind: "store",
      table: "differences",
      key: deriveId(desk.input.id, key, difference.kind),
      row: { at: desk.input.at, ...difference },
    });
  }
  for (const key of Object.keys(state.reduceOnly)) {
    if (!(key in now))
      raise(desk, {
        severity: "INFO",
        code: "BOOKS_AGREE",
        message: `${key}: our books and the exchange agree again`,
        action: "None; entries are allowed again.",
      });
  }
  state.reduceOnly = now;
}

function closedBy(desk: Desk, request: SyncRequest): ClosedBars | null {
  const [bars] = desk.state.waitingBars;
  return bars && bars.closeAt === request.closeAt ? bars : null;
}

function publishAccount(desk: Desk, { account }: SyncAnswer, differences: Difference[], closed: ClosedBars | null): void {
  const { walletUsd, unrealisedPnlUsd, equityUsd, positions, resting } = account;
  const algo = resting.filter((order) => order.algo).length;
  const cycle = closed?.opensCycle ? closed.closeAt : undefined;
  say(
    desk,
    "account.synced",
    {
      walletUsd,
      unrealisedPnlUsd,
      equityUsd,
      positions: [...positions],
      openOrders: resting.length - algo,
      openAlgoOrders: algo,
      differences,
    },
    cycle,
  );
}

/** Now that everything up to their close is booked, the bars go out. */
function publishBars(desk: Desk, bars: ClosedBars, found: SyncAnswer): void {
  const { state, effects } = desk;
  state.waitingBars.shift();
  state.lastCloseAt = bars.closeAt;
  state.entriesThisBar = 0;
  state.childMessagesThisBar = 0;
  const cycle = bars.opensCycle ? bars.closeAt : undefined;
  effects.push(emit("quotes.observed", { quotes: [...found.quotes] }, cycle), emit("bars.closed", bars, cycle));
  for (const { symbol, bar } of bars.bars) {
    const { openAt, open, high, low, close, volume, quoteVolume } = bar;
    const row = {
      at: openAt + INTERVAL_MS[bars.interval],
      symbol,
      interval: bars.interval,
      open_at: openAt,
      open,
      high,
      low,
      close,
      volume,
      quote_volume: quoteVolume,
    };
    effects.push({ kind: "store", table: "bars", key: `${symbol}:${bars.interval}:${openAt}`, row });
  }
}
