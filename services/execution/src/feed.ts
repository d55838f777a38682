import type { ExchangeGateway } from "@quantum/exchange";
import type { FeedAccess } from "@quantum/service-kit/run";
import { type Bar, INTERVAL_MS, type Instrument, type Interval } from "@quantum/types";
import { BarCollector, type BarCollectorSettings, closedBars } from "./bar-collector.ts";
import type { ExecutionState } from "./core/index.ts";

export interface FeedSettings extends Omit<BarCollectorSettings, "symbols"> {
  /** Symbols to follow; empty: all that trade. */
  readonly symbols: readonly string[];
  /** Bars of history each symbol starts with. */
  readonly warmupBars: number;
  /** Real time between two comparisons with the exchange, ms; 0: only at each close (for a market that stands still between). */
  readonly syncMs: number;
}

/** Missed closes that are still published one by one; older ones become history, because nobody may act on them any more. */
const CATCH_UP_CLOSES = 2;
/** How often it is checked that no close was missed, ms; one that is due and has not come is asked for at the next check. */
const CATCH_UP_MS = 2_000;

/** What following the exchange begins with: its contracts, history, what closed while nobody looked, and a first comparison. */
export async function openFeed(
  gateway: ExchangeGateway,
  settings: FeedSettings,
  access: Pick<FeedAccess<ExecutionState>, "observe" | "state">,
): Promise<BarCollectorSettings> {
  const instruments = chooseInstruments(await gateway.instruments(), settings.symbols);
  const symbols = instruments.map((instrument) => instrument.symbol);
  await gateway.prepare(symbols);
  const now = await gateway.marketTime();
  await access.observe("instruments", instruments, now, `instruments:${now}`);
  const known: BarCollectorSettings = { ...settings, symbols };
  if (access.state().lastCloseAt === null) await sendHistory(gateway, known, settings.warmupBars, { ...access, now, closedBy: now });
  await missedBars(gateway, known, settings.warmupBars, { ...access, until: null });
  await access.observe("nudge", null, null);
  return known;
}

/** What execution sees of the exchange: instruments, history, closed bars, and nudges to ask what happened. */
export async function followExchange(
  gateway: ExchangeGateway,
  settings: FeedSettings,
  access: FeedAccess<ExecutionState>,
  connected: () => void,
): Promise<void> {
  const { observe, state, signal, logger } = access;
  const known = await openFeed(gateway, settings, access);
  const { symbols } = known;
  const stepMs = INTERVAL_MS[known.watchInterval ?? known.interval];
  const inLine = oneAfterTheOther(logger);
  const catchUp = (until: number | null) => missedBars(gateway, known, settings.warmupBars, { ...access, until });
  // A bar that overtakes older ones makes them too late, and whoever follows the market then has a hole in it: those before it go first.
  const publish = (bars: ExecutionState["waitingBars"][number]): void =>
    inLine(async () => {
      await catchUp(bars.closeAt - stepMs);
      await observe("bars", bars, bars.closeAt, `bars:${bars.closeAt}`);
    });
  const fetchBar = async (symbol: string, interval: Interval, openAt: number): Promise<Bar | null> => {
    const bars = await gateway.bars(symbol, interval, { since: openAt, limit: 1, closedBy: openAt + INTERVAL_MS[interval] });
    return bars.find((bar) => bar.openAt === openAt) ?? null;
  };
  const failed = (error: unknown): void => logger.warn({ error }, "missing bars could not be asked for; their close is asked for again");
  const collector = new BarCollector(known, { complete: publish, fetchBar, failed });
  const nudge = nudger(access, settings.syncMs);
  // A close that has only just come is the stream's to bring, and what it has begun to bring is the collector's: asking for all symbols takes long.
  let dueAt: number | null = null;
  const look = onceInLine(inLine, async () => {
    const before = dueAt;
    dueAt = await gateway.marketTime();
    if (before !== null) await catchUp(collector.oldest === null ? before : Math.min(before, collector.oldest - stepMs));
  });
  const lookNow = onceInLine(inLine, () => catchUp(null));
  const ticking = [setInterval(look, CATCH_UP_MS), ...(settings.syncMs > 0 ? [setInterval(nudge, settings.syncMs)] : [])];
  const intervals = settings.watchInterval === null ? [settings.interval] : [settings.interval, settings.watchInterval];
  const listener = {
    onBar: collector.add.bind(collector),
    onNudge: nudge,
    onConnected: () => {
      connected();
      lookNow();
      nudge();
    },
  };
  logger.info({ symbols: symbols.length, intervals }, "following the exchange");
  await gateway.stream(symbols, intervals, listener, signal);
  for (const timer of ticking) clearInterval(timer);
  collector.stop();
  logger.info({ lastCloseAt: state().lastCloseAt }, "no longer following the exchange");
}

/** A failure is logged and the next one's turn comes all the same: what is still missing is asked for again soon. */
function oneAfterTheOther(logger: FeedAccess<ExecutionState>["logger"]): (work: () => Promise<void>) => void {
  let line = Promise.resolve();
  return (work) => {
    line = line
      .then(work)
      .catch((error: unknown) => logger.warn({ error }, "bars could not be handed over; what is missing is asked for again"));
  };
}

/** Stands in line once at a time, however often it is asked for. */
function onceInLine(inLine: (work: () => Promise<void>) => void, work: () => Promise<void>): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    inLine(async () => {
      waiting = false;
      await work();
    });
  };
}

/** One comparison at a time is enough, however often we are nudged. */
function nudger({ observe, signal, logger }: FeedAccess<ExecutionState>, syncMs: number): () => void {
  let waiting = false;
  return () => {
    if (waiting || signal.aborted || syncMs === 0) return;
    waiting = true;
    observe("nudge", null, null)
      .catch((error: unknown) => logger.error({ error }, "a nudge could not be handed over"))
      .finally(() => {
        waiting = false;
      });
  };
}

function chooseInstruments(listed: readonly Instrument[], wanted: readonly string[]): Instrument[] {
  const trading = listed.filter((instrument) => instrument.status === "TRADING");
  if (wanted.length === 0) return [...trading].sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
  const unknown = wanted.filter((symbol) => !trading.some((instrument) => instrument.symbol === symbol));
  if (unknown.length > 0) {
    const names = trading.map((instrument) => instrument.symbol).sort();
    throw new Error(
      `SYMBOLS: the exchange does not trade ${unknown.join(", ")}. It trades ${names.slice(0, 50).join(", ")}${names.length > 50 ? ", ..." : ""}.`,
    );
  }
  return wanted.map((symbol) => trading.find((instrument) => instrument.symbol === symbol) as Instrument);
}

/** Publishes what closed while we were not looking, up to a close or to now: long ago as history, just now as bars. */
async function missedBars(
  gateway: ExchangeGateway,
  known: BarCollectorSettings,
  warmupBars: number,
  access: Pick<FeedAccess<ExecutionState>, "observe" | "state"> & { readonly until: number | null },
): Promise<void> {
  const { waitingBars, lastCloseAt, bookingSince } = access.state();
  const stepMs = INTERVAL_MS[known.watchInterval ?? known.interval];
  const now = access.until ?? (await gateway.marketTime());
  const newest = Math.floor(now / stepMs) * stepMs;
  const seen = waitingBars.at(-1)?.closeAt ?? lastCloseAt ?? Math.floor((bookingSince ?? now) / stepMs) * stepMs;
  if (newest <= seen) return;
  const longAgo = (newest - seen) / stepMs > CATCH_UP_CLOSES;
  if (longAgo) await sendHistory(gateway, known, warmupBars, { ...access, now, closedBy: newest - 1 });
  for (let closeAt = longAgo ? newest : seen + stepMs; closeAt <= newest; closeAt += stepMs) {
    const interval = closeAt % INTERVAL_MS[known.interval] === 0 ? known.interval : (known.watchInterval ?? known.interval);
    const openAt = closeAt - INTERVAL_MS[interval];
    const bars = new Map<string, Bar>();
    for (const symbol of known.symbols) {
      const [bar] = await gateway.bars(symbol, interval, { since: openAt, limit: 1, closedBy: closeAt });
      if (bar?.openAt === openAt) bars.set(symbol, bar);
    }
    await access.observe("bars", closedBars(known, interval, closeAt, bars), closeAt, `bars:${closeAt}`);
  }
}

/** Bars of the trading interval that closed by a moment, so that indicators are warm. */
async function sendHistory(
  gateway: ExchangeGateway,
  known: BarCollectorSettings,
  warmupBars: number,
  to: Pick<FeedAccess<ExecutionState>, "observe"> & { readonly now: number; readonly closedBy: number },
): Promise<void> {
  for (const symbol of known.symbols) {
    const bars = await gateway.bars(symbol, known.interval, { limit: warmupBars, closedBy: to.closedBy });
    if (bars.length > 0) await to.observe("history", { symbol, interval: known.interval, bars }, to.now, `history:${symbol}:${to.now}`);
  }
}
