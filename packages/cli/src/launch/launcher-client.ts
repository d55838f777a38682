import { CliFailure, EXIT } from "../failure.ts";
import type { Home } from "../home.ts";
import { hasDeployment } from "../phase/preflight.ts";
import { readSecret } from "../secrets.ts";
import type { LauncherStatus } from "./control-server.ts";
import { readRecord } from "./launcher-record.ts";

/** Stopping a fleet may take as long as its slowest service. */
const ANSWER_WITHIN_MS = 30_000;

/** Talks to the launcher of an instance. */
export class LauncherClient {
  readonly pid: number;
  readonly #base: string;
  readonly #token: string;

  private constructor(given: { pid: number; port: number; token: string }) {
    this.pid = given.pid;
    this.#base = `http://127.0.0.1:${given.port}`;
    this.#token = given.token;
  }

  /** The launcher of this instance, or null when it is not up. */
  static find(home: Home): LauncherClient | null {
    const record = readRecord(home);
    return record && new LauncherClient({ pid: record.pid, port: record.controlPort, token: readSecret(home, "control-token") });
  }

  /** @throws CliFailure when the instance is not up. */
  static require(home: Home): LauncherClient {
    const found = LauncherClient.find(home);
    if (found) return found;
    const start = `start it with ./quantum up ${home.selector}`.trim();
    const docker = "; the deployment with Docker in this folder: scripts/monitor_all_services.sh, docker compose logs, stop and start";
    throw new CliFailure("the fleet is not up", hasDeployment() ? `${start}${docker}` : start, EXIT.notRunning);
  }

  status(): Promise<LauncherStatus> {
    return this.#ask("GET", "/status") as Promise<LauncherStatus>;
  }

  async down(): Promise<void> {
    await this.#ask("POST", "/down");
  }

  async service(name: string, action: "start" | "stop" | "kill"): Promise<void> {
    await this.#ask("POST", `/services/${name}/${action}`);
  }

  async #ask(method: string, path: string): Promise<unknown> {
    const headers = { authorization: `Bearer ${this.#token}` };
    const answer = await fetch(this.#base + path, { method, headers, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).catch(
      (error: Error) => {
        throw new CliFailure(
          `the launcher (pid ${this.pid}) does not answer: ${error.message}`,
          "look at the launcher's log, or end that process",
        );
      },
    );
    const body = (await answer.json()) as { problem?: string; fix?: string };
    if (!answer.ok)
      throw new CliFailure(
        body.problem ?? `HTTP ${answer.status}`,
        body.fix ?? "see the launcher's log",
        answer.status === 404 ? EXIT.usage : EXIT.failed,
      );
    return body;
  }
}
