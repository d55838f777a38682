import { booksOf, type Tape, Venue } from "@quantum/exchange-simulator/venue";
import { type BarCollectorSettings, closedBars, intervalAt } from "@quantum/execution/bars";
import { type Books, type Ledger, parseBooks } from "@quantum/report";
import { type Bar, type FleetEvent, INTERVAL_MS, type Interval } from "@quantum/types";
import { Driver } from "./desk/driver.ts";
import { executionSeat, openMarket } from "./desk/execution-seat.ts";
import { ledgerOf } from "./desk/ledger.ts";
import type { Seat } from "./desk/seat.ts";
import { type DeskChoice, seatsOf } from "./desk/seats.ts";
import { Tables } from "./desk/tables.ts";
import type { Wire } from "./desk/wire.ts";
import { VenueEmergencyGateway } from "./market/venue-emergency-gateway.ts";
import { VenueGateway } from "./market/venue-gateway.ts";
import { ReplayProblem } from "./replay-problem.ts";

/** Bars after which the process looks up. */
const STEPS_AT_A_STRETCH = 16;
/** The version with which the cores of a replay introduce themselves. */
const VERSION = "replay";

/** What is replayed, by whom, and who watches. */
export interface ReplayRequest extends DeskChoice {
  readonly tape: Tape;
  readonly seed: number;
  readonly walletUsd: string;
  /** Hears every event in the order in which it happened. */
  readonly onEvent?: (event: FleetEvent) => void;
  /** Called after each bar. */
  readonly onStep?: (step: ReplayStep) => void;
  readonly signal?: AbortSignal;
  /** How events reach their readers; left out: "shared". */
  readonly wire?: Wire;
}

/** How far a replay is. */
export interface ReplayStep {
  readonly marketAt: number;
  readonly startAt: number;
  readonly endAt: number;
  readonly equityUsd: string | null;
  readonly positions: number | null;
  readonly requested: number;
}

/** What a replay came to. */
export interface ReplayOutcome {
  readonly ledger: Ledger;
  readonly books: Books;
  readonly tables: Tables;
  readonly seats: readonly Seat[];
  /** Bars of the tape that were played, over all symbols, and trading cycles times symbols. */
  readonly bars: number;
  readonly symbolCycles: number;
  readonly decided: number;
}

/** Plays the whole tape through the desk. */
export async function replay(request: ReplayRequest): Promise<ReplayOutcome> {
  const desk = await openDesk(request);
  const { tape } = request;
  for (let closeAt = tape.content.startAt + tape.stepMs; closeAt <= tape.content.endAt; closeAt += tape.stepMs) {
    request.signal?.throwIfAborted();
    await desk.step(closeAt);
    // Whoever wants to interrupt must be heard.
    if ((closeAt / tape.stepMs) % STEPS_AT_A_STRETCH === 0) await new Promise(setImmediate);
  }
  return desk.outcome();
}

/** Seats everybody, and begins as the fleet begins. */
async function openDesk(request: ReplayRequest): Promise<Desk> {
  const { tape, seed, walletUsd, interval } = request;
  if (INTERVAL_MS[interval] % tape.stepMs !== 0)
    throw new ReplayProblem(
      `bars of ${interval} cannot be made of bars of ${tape.content.interval}`,
      `choose a trading interval that is a multiple of ${tape.content.interval}`,
    );
  const venue = new Venue(tape, { seed, walletUsd });
  const gateway = new VenueGateway(venue);
  const execution = executionSeat(gateway, { symbols: tape.symbols, baseInterval: tape.content.interval }, request);
  const seats = [execution.seat, ...(await seatsOf(request, new VenueEmergencyGateway(venue, gateway)))];
  const desk = new Desk({ request, venue, gateway, seats });
  await desk.driver.greet(tape.content.startAt, VERSION);
  desk.known = await openMarket(desk.driver, gateway, execution);
  return desk;
}

/** The desk at work: the exchange, the cores, and what they left. */
class Desk {
  known: BarCollectorSettings | null = null;
  readonly driver: Driver;
  private readonly tables = new Tables();
  private readonly parts: { request: ReplayRequest; venue: Venue; gateway: VenueGateway; seats: readonly Seat[] };
  private completed = 0;
  private requested = 0;
  private bars = 0;
  private symbolCycles = 0;
  private equityUsd: string | null = null;
  private positions: number | null = null;

  constructor(parts: { request: ReplayRequest; venue: Venue; gateway: VenueGateway; seats: readonly Seat[] }) {
    this.parts = parts;
    this.driver = new Driver(parts.seats, { event: this.heard, row: this.tables.upsert.bind(this.tables) }, parts.request.wire);
  }

  /** One bar: the market moves, the desk hears of it, and everything it leads to is done before the next. */
  async step(closeAt: number): Promise<void> {
    const { venue, request } = this.parts;
    venue.advanceTo(closeAt);
    const data = this.closedAt(closeAt);
    this.bars += data.bars.length;
    if (data.opensCycle) this.symbolCycles += data.bars.length;
    const untilAt = closeAt + venue.tape.stepMs;
    await this.driver.observe("execution", { name: "bars", data, at: closeAt, key: `bars:${closeAt}` }, untilAt);
    if (this.completed !== closeAt)
      throw new ReplayProblem(
        `the trading cycle of ${new Date(closeAt).toISOString()} never ended`,
        "the last events of the run folder show which service did not go on",
      );
    const { startAt, endAt } = request.tape.content;
    const { equityUsd, positions, requested } = this;
    request.onStep?.({ marketAt: closeAt, startAt, endAt, equityUsd, positions, requested });
  }

  outcome(): ReplayOutcome {
    const { seats, venue } = this.parts;
    const portfolio = seats.find((seat) => seat.core.name === "portfolio_intelligence") as Seat;
    return {
      ledger: ledgerOf(this.tables, portfolio.state as never),
      books: parseBooks(booksOf(venue.exchange)),
      tables: this.tables,
      seats,
      bars: this.bars,
      symbolCycles: this.symbolCycles,
      decided: this.driver.decided,
    };
  }

  private closedAt(closeAt: number): ReturnType<typeof closedBars> {
    const known = this.known as BarCollectorSettings;
    const interval: Interval = intervalAt(known, closeAt);
    const bars = new Map<string, Bar>();
    for (const symbol of known.symbols) {
      const bar = this.parts.gateway.barClosingAt(symbol, interval, closeAt);
      if (bar) bars.set(symbol, bar);
    }
    return closedBars(known, interval, closeAt, bars);
  }

  private readonly heard = (event: FleetEvent): void => {
    if (event.type === "cycle.completed") {
      this.completed = event.cycle ?? event.at;
      this.requested += event.data.requested;
    } else if (event.type === "portfolio.valued") {
      this.equityUsd = event.data.equityUsd;
      this.positions = event.data.positions.length;
    }
    this.parts.request.onEvent?.(event);
  };
}
