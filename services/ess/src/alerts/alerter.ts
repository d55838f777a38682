import type { Logger } from "@quantum/service-kit/logger";
import { SHELL_LIMITS } from "../core/index.ts";
import { pause } from "../pause.ts";
import type { AlertChannel, AlertMessage } from "./channels.ts";

/** Brings alerts to every channel, each at its own pace, so that a dead one does not hold up another. Nothing waits for it. */
export class Alerter {
  private readonly queues: { readonly channel: AlertChannel; readonly waiting: AlertMessage[]; running: boolean }[];
  private readonly logger: Logger;
  private readonly signal: AbortSignal;
  /** The last failure of each channel, until something got through. */
  readonly problems: Record<string, string> = {};

  constructor(channels: readonly AlertChannel[], logger: Logger, signal: AbortSignal) {
    this.queues = channels.map((channel) => ({ channel, waiting: [], running: false }));
    this.logger = logger;
    this.signal = signal;
  }

  send(message: AlertMessage): void {
    for (const queue of this.queues) {
      queue.waiting.push(message);
      if (queue.waiting.length > SHELL_LIMITS.alertQueue) queue.waiting.shift();
      if (!queue.running) this.drain(queue).catch((error: unknown) => this.logger.error({ error }, "alerts stopped"));
    }
  }

  private async drain(queue: Alerter["queues"][number]): Promise<void> {
    queue.running = true;
    for (let message = queue.waiting.shift(); message && !this.signal.aborted; message = queue.waiting.shift())
      await this.deliver(queue.channel, message);
    queue.running = false;
  }

  private async deliver(channel: AlertChannel, message: AlertMessage): Promise<void> {
    for (let tries = 1; tries <= SHELL_LIMITS.alertTries && !this.signal.aborted; tries++) {
      try {
        await channel.send(message);
        delete this.problems[channel.name];
        return;
      } catch (error) {
        // The address may hold a secret, so only what went wrong is kept.
        this.problems[channel.name] = (error as Error).message;
        this.logger.warn({ channel: channel.name, tries, problem: (error as Error).message }, "an alert was not taken");
        if (tries < SHELL_LIMITS.alertTries) await pause(SHELL_LIMITS.alertPauseMs * tries, this.signal);
      }
    }
  }
}
