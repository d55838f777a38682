import { get } from "node:http";
import type { SeenService } from "../core/index.ts";

const STATUSES = ["HEALTHY", "DEGRADED", "UNHEALTHY"] as const;
const LARGEST_ANSWER_BYTES = 256 * 1024;

/** How a service says it is; NONE when it does not say so in time. */
export function askHealth(address: string, withinMs: number): Promise<NonNullable<SeenService["answer"]>> {
  return new Promise((resolve) => {
    const request = get(`${address}/health`, { agent: false }, (answer) => {
      let body = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk: string) => {
        body += chunk;
        if (body.length > LARGEST_ANSWER_BYTES) request.destroy();
      });
      answer.on("end", () => finish(statusIn(body)));
      answer.on("error", () => finish("NONE"));
    });
    // From the first byte sent to the last one read: a process that only accepts connections does not answer.
    const timer = setTimeout(() => request.destroy(), withinMs);
    const finish = (status: NonNullable<SeenService["answer"]>): void => {
      clearTimeout(timer);
      resolve(status);
    };
    request.on("error", () => finish("NONE"));
    request.on("close", () => finish("NONE"));
  });
}

function statusIn(body: string): NonNullable<SeenService["answer"]> {
  try {
    const { status } = JSON.parse(body) as { status?: unknown };
    return STATUSES.find((known) => known === status) ?? "NONE";
  } catch {
    return "NONE";
  }
}
