/** The simulator's control API: its clock and its exact books. */
export interface SimulatorStatus {
  readonly clock: "lockstep" | "paced";
  readonly source: string;
  readonly generated: boolean;
  readonly baseInterval: string;
  readonly startAt: number;
  readonly marketAt: number;
  readonly endAt: number;
  readonly stepMs: number;
  readonly done: boolean;
  readonly symbols: readonly string[];
}

const ANSWER_WITHIN_MS = 30_000;

/** Talks to the simulator's control API on one port. */
export class ExchangeControl {
  readonly #base: string;
  readonly #token: string;

  constructor(port: number, token: string) {
    this.#base = `http://127.0.0.1:${port}/control`;
    this.#token = token;
  }

  status(): Promise<SimulatorStatus> {
    return this.#ask("/status") as Promise<SimulatorStatus>;
  }

  /** Moves the market to `to`. Asking twice moves it once. */
  advance(to: number): Promise<{ marketAt: number; done: boolean }> {
    return this.#ask("/advance", { to }) as Promise<{ marketAt: number; done: boolean }>;
  }

  books(): Promise<unknown> {
    return this.#ask("/books");
  }

  async barToOrderMs(): Promise<readonly number[]> {
    return ((await this.#ask("/timing")) as { barToOrderMs: number[] }).barToOrderMs;
  }

  async #ask(path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.#base}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${this.#token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`the exchange simulator refused ${path} (HTTP ${answer.status}): ${text.slice(0, 300)}`);
    return JSON.parse(text);
  }
}
