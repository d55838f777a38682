import { CliFailure, EXIT } from "../failure.ts";
import type { EssPlace } from "./ess-place.ts";

/** What the emergency stop answered. */
export interface EssAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const ANSWER_WITHIN_MS = 3_000;

/** Talks to the emergency stop itself: neither the launcher nor Redis nor Postgres is asked. */
export class EssDoor {
  readonly url: string;
  private readonly token: string;

  private readonly howToStart: string;

  private constructor(url: string, { token, howToStart }: { token: string; howToStart: string }) {
    this.url = url;
    this.token = token;
    this.howToStart = howToStart;
  }

  /**
   * The emergency stop where it says it listens, or at `url`.
   * @throws CliFailure when it does not answer, or somebody else does.
   */
  static async open(place: EssPlace, url: string | null): Promise<EssDoor> {
    const at = url ?? place.address();
    if (at === null) throw new CliFailure("the emergency stop does not run here", place.howToStart, EXIT.notRunning);
    const door = new EssDoor(at.replace(/\/$/, ""), { token: place.controlToken(), howToStart: place.howToStart });
    const { body } = await door.ask("/version");
    if (body.service !== "ess")
      throw new CliFailure(`at ${at} somebody else answers`, "name the right address with --url", EXIT.notRunning);
    return door;
  }

  get(path: string): Promise<EssAnswer> {
    return this.ask(path);
  }

  post(path: string, body: unknown): Promise<EssAnswer> {
    const headers = { authorization: `Bearer ${this.token}`, "content-type": "application/json" };
    return this.ask(path, { method: "POST", headers, body: JSON.stringify(body) });
  }

  private async ask(path: string, init: RequestInit = {}): Promise<EssAnswer> {
    try {
      const answer = await fetch(this.url + path, { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
      return { status: answer.status, body: (await answer.json()) as EssAnswer["body"] };
    } catch (error) {
      throw new CliFailure(
        `the emergency stop does not answer at ${this.url}: ${(error as Error).message}`,
        `${this.howToStart}; ./quantum ess stop works without it`,
        EXIT.notRunning,
      );
    }
  }
}

/** A refusal in the words of the service. */
export function refusalOf({ status, body }: EssAnswer, fix: string): CliFailure {
  return new CliFailure(`the emergency stop refused (HTTP ${status}): ${body.message ?? body.error ?? "no reason given"}`, fix);
}
