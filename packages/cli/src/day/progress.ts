import { duration } from "../output.ts";

/** What the person who waits wants to know. */
export interface DayProgress {
  readonly marketAt: number;
  readonly startAt: number;
  readonly endAt: number;
  readonly elapsedMs: number;
  readonly equityUsd: string | null;
  readonly positions: number | null;
  readonly orders: number;
}

const BAR_WIDTH = 24;

/** One line of progress. */
export function renderProgress(progress: DayProgress): string {
  const share = Math.min(1, Math.max(0, (progress.marketAt - progress.startAt) / Math.max(1, progress.endAt - progress.startAt)));
  const filled = Math.round(share * BAR_WIDTH);
  const left = share > 0 ? (progress.elapsedMs / share) * (1 - share) : null;
  const market = new Date(progress.marketAt).toISOString().slice(0, 16).replace("T", " ");
  const equity = progress.equityUsd === null ? "-" : Number(progress.equityUsd).toFixed(2);
  return [
    `${market} UTC [${"#".repeat(filled)}${".".repeat(BAR_WIDTH - filled)}] ${(share * 100).toFixed(0)} %`,
    `equity ${equity} USD`,
    `${progress.positions ?? "-"} positions`,
    `${progress.orders} intents`,
    `${duration(left)} left`,
  ].join("  ");
}

const TERMINAL_EVERY_MS = 200;
const LOG_EVERY_MS = 5000;

/** Shows progress: one line that changes on a terminal, a line every few seconds elsewhere. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  #shownAt = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  show(progress: DayProgress): void {
    const now = Date.now();
    if (now - this.#shownAt < (this.#stream.isTTY ? TERMINAL_EVERY_MS : LOG_EVERY_MS)) return;
    this.#shownAt = now;
    const line = renderProgress(progress);
    this.#stream.write(this.#stream.isTTY ? `\r\u001b[K${line.slice(0, (this.#stream.columns || 80) - 1)}` : `${line}\n`);
  }

  /** Leaves the line, so that what comes next starts on its own. */
  end(): void {
    if (this.#stream.isTTY && this.#shownAt > 0) this.#stream.write("\r\u001b[K");
  }
}
