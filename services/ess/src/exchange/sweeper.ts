import type { EmergencyGateway } from "@quantum/exchange";
import type { Logger } from "@quantum/service-kit/logger";
import type { Instrument } from "@quantum/types";
import { type EssState, SWEEP_LIMITS, type Sweep, type SweepReport } from "../core/index.ts";
import { pause } from "../pause.ts";
import { sweepExchange } from "./sweep.ts";

/** What the sweeper works with. */
export interface SweeperParts {
  readonly gateway: EmergencyGateway;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  state(): Readonly<EssState>;
  instruments(): ReadonlyMap<string, Instrument>;
  note(action: string, data: unknown): void;
  /** Makes the ids of an attempt's orders. */
  idOf(sweep: Readonly<Sweep>, attempt: number): string;
  swept(sweep: Readonly<Sweep>, report: SweepReport): void;
}

/** Does what the state says must be swept, one attempt after the other until a report says it is done. Also after a restart. */
export class Sweeper {
  private readonly parts: SweeperParts;
  private running: Promise<void> | null = null;

  constructor(parts: SweeperParts) {
    this.parts = parts;
  }

  /** Starts sweeping if there is something to sweep and nobody is at it. */
  poke(): void {
    if (this.running || this.parts.signal.aborted || this.parts.state().sweep?.phase !== "RUNNING") return;
    this.running = this.sweep().finally(() => {
      this.running = null;
      this.poke();
    });
  }

  /** Resolves when no attempt is on its way. */
  async idle(): Promise<void> {
    await this.running;
  }

  private async sweep(): Promise<void> {
    const { parts } = this;
    const { signal } = parts;
    for (let attempt = 0; !signal.aborted; attempt++) {
      const sweep = parts.state().sweep;
      if (sweep?.phase !== "RUNNING") return;
      const report = await this.attempt(parts.idOf(sweep, attempt), sweep.close);
      parts.logger.warn({ sweepId: sweep.sweepId, ...report }, "swept");
      parts.swept(sweep, report);
      if (!report.ok) await pause(SWEEP_LIMITS.retryMs, signal);
    }
  }

  private async attempt(id: string, close: boolean): Promise<SweepReport> {
    try {
      return await sweepExchange(this.parts, { id, close, instruments: this.parts.instruments() });
    } catch (error) {
      this.parts.logger.error({ error }, "a sweep failed in itself; trying again");
      const unknown = { cancelled: 0, entriesLeft: 0, positionsLeft: 0, unprotected: [], cancelledMs: 0, flatMs: null };
      return { ok: false, ...unknown, reason: (error as Error).message };
    }
  }
}
