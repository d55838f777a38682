import type { Logger } from "@quantum/service-kit/logger";
import { answerOf, type Core, type Decision, deriveId, type Effect, type FleetEvent, type Input, observedOf } from "@quantum/types";
import { type EssState, NAME, type Sweep, type SweepReport } from "./core/index.ts";
import type { Journal } from "./journal.ts";

/** What the decider works with. `act` does what was decided; it is called after the decision is on the disk. */
export interface DeciderParts {
  readonly core: Core<EssState>;
  readonly journal: Journal;
  readonly logger: Logger;
  /** True: what we see ourselves is stamped with the market's time, as the core lives by it. */
  readonly marketClock?: boolean;
  now(): number;
  act(input: Input, effects: readonly Effect[]): void;
}

/** Inputs that only say how late it is: written down only when something follows from them. */
const UNWRITTEN = new Set(["tick", "marketTime"]);

/**
 * Keeps the core's state: takes an input, decides, writes it down, then acts. A core that throws is itself a reason to stop; a disk that
 * cannot be written is an error that counts, and what was decided is done all the same.
 */
export class Decider {
  private readonly parts: DeciderParts;
  private readonly boot: string;
  private inputs = 0;
  state: EssState;
  /** What is wrong with the journal, or null. */
  journalProblem: string | null = null;

  constructor(parts: DeciderParts) {
    this.parts = parts;
    this.boot = `${parts.now()}:${process.pid}`;
    this.state = { ...parts.core.initial(), ...parts.journal.recovered.state };
  }

  /** Begins to look: what was known stays, and a damaged journal is a reason to stop. */
  begin(): void {
    this.take("looking");
    const { damaged } = this.parts.journal.recovered;
    if (damaged !== null) this.take("failure", damaged);
  }

  /** Something seen by ourselves or asked for by a person. */
  take(name: string, data: unknown = null): void {
    this.hand(this.feedInput(name, data));
  }

  /** An event of the fleet. */
  hear(event: FleetEvent): void {
    this.hand(event);
  }

  /** What came of a sweep: the answer to the call that asked for it, as a core hears it anywhere. */
  answer(sweep: Readonly<Sweep>, report: SweepReport): void {
    const { sweepId, asked, attempts, close } = sweep;
    const effect = { kind: "call", callId: sweepId, name: "sweep", request: { sweepId, close } } as const;
    const { cycle, ...by } = asked;
    const call = { id: sweepId, effect, ...by, ...(cycle === null ? {} : { cycle }) };
    const answered = answerOf(call, { ok: true, answer: report }, { service: NAME, mode: this.state.mode.mode });
    this.hand(attempts === 0 ? answered : { ...answered, id: deriveId(answered.id, attempts) });
  }

  /** Writes down what is about to be done at the exchange. */
  note(action: string, data: unknown): void {
    this.write(() => this.parts.journal.append({ kind: "action", recordedAt: this.parts.now(), action, data }));
  }

  private feedInput(name: string, data: unknown): Input {
    this.inputs += 1;
    const speaker = { service: NAME, mode: this.state.mode.mode };
    return observedOf(speaker, {
      name,
      data,
      at: this.parts.marketClock ? this.state.marketAt : this.parts.now(),
      key: deriveId(this.boot, this.inputs),
    });
  }

  private hand(input: Input): void {
    const { effects, state } = this.decide(input);
    this.state = state;
    const quiet = input.type === "feed" && UNWRITTEN.has(input.data.name) && effects.length === 0;
    if (!quiet) this.write(() => this.parts.journal.append({ kind: "decision", recordedAt: this.parts.now(), input, effects, state }));
    this.parts.act(input, effects);
  }

  private decide(input: Input): Decision<EssState> {
    const { core, logger } = this.parts;
    const before = JSON.stringify(this.state);
    try {
      return core.decide(this.state, input);
    } catch (error) {
      logger.error({ error, input: input.type }, "the core threw: stopping");
      return this.failSafe(before, `the core threw on ${input.type}: ${(error as Error).message}`);
    }
  }

  /** From the state before, or, when that is what it cannot bear, from the beginning. */
  private failSafe(before: string, reason: string): Decision<EssState> {
    const { core, logger } = this.parts;
    const failure = this.feedInput("failure", reason);
    try {
      return core.decide(JSON.parse(before) as EssState, failure);
    } catch (error) {
      logger.error({ error }, "the core threw again: stopping with an empty memory");
      return core.decide(core.initial(), failure);
    }
  }

  private write(append: () => void): void {
    try {
      append();
      this.journalProblem = null;
    } catch (error) {
      const first = this.journalProblem === null;
      this.journalProblem = (error as Error).message;
      if (first) this.parts.logger.error({ error }, "the journal cannot be written; acting all the same");
    }
  }
}
