import type { Logger } from "@quantum/service-kit/logger";
import type { Venue } from "./venue/venue.ts";

/**
 * The paced clock: market time runs `speed` times as fast as wall time, from the moment the first client shows interest, so
 * that a day does not begin before the fleet is there. Speed 1 is real time.
 */
export class PacedClock {
  private readonly venue: Venue;
  private readonly speed: number;
  private readonly logger: Logger;
  private timer: NodeJS.Timeout | null = null;
  private origin: { wallMs: number; marketAt: number } | null = null;

  constructor(venue: Venue, speed: number, logger: Logger) {
    this.venue = venue;
    this.speed = speed;
    this.logger = logger;
  }

  /** Starts the clock; later calls change nothing. */
  begin(): void {
    if (this.origin !== null) return;
    this.origin = { wallMs: performance.now(), marketAt: this.venue.marketAt };
    this.schedule();
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private schedule(): void {
    if (this.origin === null || this.venue.done) return;
    const nextAt = this.venue.marketAt + this.venue.tape.stepMs;
    const dueMs = this.origin.wallMs + (nextAt - this.origin.marketAt) / this.speed;
    this.timer = setTimeout(() => this.tick(nextAt), Math.max(0, dueMs - performance.now()));
  }

  private tick(nextAt: number): void {
    try {
      this.venue.advanceTo(nextAt);
    } catch (error) {
      this.logger.fatal({ error }, "the market stands still");
      return;
    }
    this.schedule();
  }
}
