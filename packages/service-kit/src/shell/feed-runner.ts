import type { Logger } from "../logger.ts";
import { pause } from "./pause.ts";
import type { FeedAccess, ServiceDefinition } from "./service-definition.ts";

/** Pause before a feed that failed is started again. */
const RESTART_MS = 1_000;

/** Runs a service's feed of the outside while its instance holds the lease, and again when it failed. */
export class FeedRunner<S> {
  private stopper: AbortController | null = null;
  private readonly feed: ServiceDefinition<S>["feed"];
  private readonly access: Omit<FeedAccess<S>, "signal">;
  private readonly logger: Logger;

  constructor(feed: ServiceDefinition<S>["feed"], access: Omit<FeedAccess<S>, "signal">) {
    this.feed = feed;
    this.access = access;
    this.logger = access.logger;
  }

  start(): void {
    if (!this.feed || this.stopper) return;
    this.stopper = new AbortController();
    this.keepRunning(this.stopper.signal).catch((error: unknown) => this.logger.error({ error }, "the feed ended"));
  }

  stop(): void {
    this.stopper?.abort();
    this.stopper = null;
  }

  private async keepRunning(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.feed?.({ ...this.access, signal });
        return;
      } catch (error) {
        if (signal.aborted) return;
        this.logger.error({ error }, "the feed failed; starting it again");
        await pause(RESTART_MS, signal);
      }
    }
  }
}
