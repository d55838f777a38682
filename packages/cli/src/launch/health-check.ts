import { get } from "node:http";

/** What a service says about itself; fields it does not know are absent. */
export interface Health {
  readonly status: string;
  readonly mode?: string;
  readonly modeFrom?: string;
  readonly version?: string;
  readonly lag?: number;
  readonly lastEventAgeMs?: number | null;
  readonly [other: string]: unknown;
}

/** An answer of `GET /health`: whether it was 200, and what it said. */
export interface HealthAnswer {
  readonly ok: boolean;
  readonly health: Health;
}

const ANSWER_WITHIN_MS = 2000;
const LARGEST_ANSWER_BYTES = 256 * 1024;

/** Asks a service how it is. Null when it does not answer with JSON in time. */
export function askHealth(port: number): Promise<HealthAnswer | null> {
  return new Promise((resolve) => {
    const request = get({ host: "127.0.0.1", port, path: "/health", timeout: ANSWER_WITHIN_MS, agent: false }, (answer) => {
      let body = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk: string) => {
        body += chunk;
        if (body.length > LARGEST_ANSWER_BYTES) request.destroy();
      });
      answer.on("end", () => resolve(parse(answer.statusCode === 200, body)));
      answer.on("error", () => resolve(null));
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(null));
  });
}

function parse(ok: boolean, body: string): HealthAnswer | null {
  try {
    const health = JSON.parse(body) as Health;
    return typeof health === "object" && health !== null ? { ok, health } : null;
  } catch {
    return null;
  }
}
