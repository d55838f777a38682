import { createExchange, type Exchange, type ExchangeEvent, type Outcome } from "@quantum/exchange/engine";
import type { Tape } from "../market/tape.ts";
import { applyCommand, type Command, type Effect, playBar } from "./command.ts";
import { Journal } from "./journal.ts";
import { Timing } from "./timing.ts";

/** What happened, told to whoever streams it to clients. */
export interface VenueListener {
  /** A command or a bar changed something; events in order. */
  happened(events: readonly ExchangeEvent[]): void;
  /** The bars that close at `closeAt` are over; called after `happened`. */
  closed(closeAt: number): void;
}

/** How a venue begins. */
export interface VenueSettings {
  readonly seed: number;
  readonly walletUsd: string;
  /** Left out: nothing survives a restart. */
  readonly stateDir?: string | undefined;
}

/** The exchange with its tape, its journal and its listeners: the one place where state changes. */
export class Venue {
  readonly exchange: Exchange;
  readonly tape: Tape;
  readonly timing = new Timing();
  private readonly journal: Journal | null;
  private readonly listeners: VenueListener[] = [];
  private failure: Error | null = null;

  constructor(tape: Tape, settings: VenueSettings) {
    this.tape = tape;
    const { startAt, instruments } = tape.content;
    this.exchange = createExchange({ instruments, walletUsd: settings.walletUsd, seed: settings.seed });
    playHistory(this.exchange, tape);
    const header = { format: 1, tape: tape.fingerprint(), seed: settings.seed, walletUsd: settings.walletUsd, startAt } as const;
    this.journal = settings.stateDir === undefined ? null : new Journal(settings.stateDir, header);
    for (const command of this.journal?.commands ?? []) this.replay(command);
  }

  /** How many commands were applied again at the start. */
  get recovered(): number {
    return this.journal?.commands.length ?? 0;
  }

  /** Why nothing can be changed any more; null while all is well. */
  get brokenBy(): Error | null {
    return this.failure;
  }

  get marketAt(): number {
    return this.exchange.marketAt;
  }

  get done(): boolean {
    return this.marketAt >= this.tape.content.endAt;
  }

  listen(listener: VenueListener): void {
    this.listeners.push(listener);
  }

  /** Applies a command, writes it down, then tells the listeners; a refused one leaves no trace. */
  execute(command: Command): Outcome<Effect> {
    if (this.failure) throw this.failure;
    const outcome = applyCommand(this.exchange, this.tape, command);
    if (!outcome.accepted) return outcome;
    this.record(command);
    if (outcome.value.events.length > 0) for (const listener of this.listeners) listener.happened(outcome.value.events);
    return outcome;
  }

  /** Moves the market one base bar at a time, up to `to` or the end of the tape. */
  advanceTo(to: number): void {
    const until = Math.min(to, this.tape.content.endAt);
    while (this.marketAt + this.tape.stepMs <= until) {
      const closeAt = this.marketAt + this.tape.stepMs;
      this.execute({ kind: "advance", to: closeAt });
      this.timing.barClosed();
      for (const listener of this.listeners) listener.closed(closeAt);
    }
  }

  close(): void {
    this.journal?.close();
  }

  /** Books that cannot be written down must not go on: they would be others after a restart. */
  private record(command: Command): void {
    try {
      this.journal?.append(command);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      this.failure = new Error(
        `the journal cannot be written (${code ?? message}); make room in SIM_STATE_DIR and start the simulator again`,
      );
      throw this.failure;
    }
  }

  private replay(command: Command): void {
    const outcome = applyCommand(this.exchange, this.tape, command);
    if (!outcome.accepted)
      throw new Error(
        `the journal does not fit its market: ${JSON.stringify(command)} was refused with ${outcome.code} ${outcome.message}`,
      );
  }
}

/** Plays the history before the day, so that prices, liquidity and funding rates are known when it begins. */
function playHistory(exchange: Exchange, tape: Tape): void {
  const { startAt } = tape.content;
  const first = Math.min(...tape.symbols.map((symbol) => tape.bars(symbol)[0]?.openAt ?? startAt), startAt);
  for (let closeAt = first + tape.stepMs; closeAt <= startAt; closeAt += tape.stepMs) playBar(exchange, tape, closeAt);
  exchange.marketAt = startAt;
}
