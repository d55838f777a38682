import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CliFailure, EXIT } from "../failure.ts";
import type { Home } from "../home.ts";
import { readSecret } from "../secrets.ts";

/** What the emergency stop answered. */
export interface EssAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const ANSWER_WITHIN_MS = 3_000;

/** Folder in which the emergency stop of an instance keeps its journal and says where it listens. */
export function essFolder(home: Home): string {
  return join(home.data, "ess");
}

/** Talks to the emergency stop itself: neither the launcher nor Redis nor Postgres is asked. */
export class EssDoor {
  readonly url: string;
  private readonly token: string;

  private constructor(url: string, token: string) {
    this.url = url;
    this.token = token;
  }

  /**
   * The emergency stop of this instance, where it says it listens, or at `url`.
   * @throws CliFailure when it does not answer, or somebody else does.
   */
  static async open(home: Home, url: string | null): Promise<EssDoor> {
    const at = url ?? addressIn(home);
    if (at === null) throw new CliFailure("the emergency stop has never run here", "start it with ./quantum up", EXIT.notRunning);
    const door = new EssDoor(at.replace(/\/$/, ""), readSecret(home, "control-token"));
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
        "start it with ./quantum up or ./quantum start ess; ./quantum ess stop works without it",
        EXIT.notRunning,
      );
    }
  }
}

/** A refusal in the words of the service. */
export function refusalOf({ status, body }: EssAnswer, fix: string): CliFailure {
  return new CliFailure(`the emergency stop refused (HTTP ${status}): ${body.message ?? body.error ?? "no reason given"}`, fix);
}

function addressIn(home: Home): string | null {
  const file = join(essFolder(home), "address.json");
  if (!existsSync(file)) return null;
  try {
    return String((JSON.parse(readFileSync(file, "utf8")) as { url: string }).url);
  } catch (error) {
    throw new CliFailure(`${file} cannot be read: ${(error as Error).message}`, "name the address with --url", EXIT.notRunning);
  }
}
