import type { Run } from "../core/index.ts";

/** One process as its supervisor knows it, and where it answers. */
export interface Supervised {
  readonly name: string;
  readonly run: Run;
  readonly needs: readonly string[];
  readonly restarts: number;
  readonly startedAt: number | null;
  readonly address: string;
}

/** Whoever can start processes again. */
export interface Supervisor {
  list(signal: AbortSignal): Promise<Supervised[]>;
  /** Ends the process without asking it, and starts it again. @throws RestartRefused */
  restart(name: string, signal: AbortSignal): Promise<void>;
}

/** The supervisor does not do it: stopped on purpose, or not its own. */
export class RestartRefused extends Error {
  override readonly name = "RestartRefused";
}

/** Asks over HTTP. @throws when there is no answer, and on any status but 2xx. */
export async function askJson(url: string, given: RequestInit): Promise<unknown> {
  const answer = await fetch(url, given);
  const text = await answer.text();
  if (!answer.ok) {
    const message = `${new URL(url).pathname}: HTTP ${answer.status} ${text.slice(0, 200)}`;
    throw answer.status < 500 ? new RestartRefused(message) : new Error(message);
  }
  return text === "" ? null : JSON.parse(text);
}
