import { userInfo } from "node:os";
import { FLEET } from "../../../../fleet.ts";
import { CliFailure, EXIT } from "../failure.ts";
import type { Home } from "../home.ts";
import { aiWorkers, MOST_AI_WORKERS } from "../launch/ai-workers.ts";
import { LauncherClient } from "../launch/launcher-client.ts";
import { readSecret } from "../secrets.ts";

const ANSWER_WITHIN_MS = 10_000;

/** Sets the mode of a service, as the operator, with a reason for the audit. Returns what the service answered. */
export async function setMode(home: Home, request: { service: string; mode: string; reason: string }): Promise<unknown> {
  const entry = [...FLEET, ...aiWorkers(MOST_AI_WORKERS)].find((known) => known.name === request.service);
  if (!entry)
    throw new CliFailure(
      `there is no service "${request.service}"`,
      `use one of: ${FLEET.map((known) => known.name).join(", ")}`,
      EXIT.usage,
    );
  const mode = request.mode.toUpperCase() === "ENFORCE" ? "ENFORCED" : request.mode.toUpperCase();
  if (!entry.modes.some((known) => known === mode)) {
    throw new CliFailure(`${entry.name} has no mode "${request.mode}"`, `its modes are ${entry.modes.join(", ")}`, EXIT.usage);
  }
  const { fleet } = await LauncherClient.require(home).status();
  const port = fleet?.services.find((service) => service.service === entry.name)?.port;
  if (port === undefined) throw new CliFailure(`${entry.name} is not part of this fleet`, "see ./quantum status", EXIT.notRunning);
  return post(`http://127.0.0.1:${port}/set_mode`, {
    token: readSecret(home, "control-token"),
    body: { mode, by: userInfo().username, reason: request.reason },
  });
}

async function post(url: string, given: { token: string; body: unknown }): Promise<unknown> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { authorization: `Bearer ${given.token}`, "content-type": "application/json" },
    body: JSON.stringify(given.body),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  }).catch((error: Error) => {
    throw new CliFailure(`the service does not answer: ${error.message}`, "see ./quantum status", EXIT.notRunning);
  });
  const text = await answer.text();
  if (!answer.ok) throw new CliFailure(`the service refused (HTTP ${answer.status}): ${text.slice(0, 300)}`, "see ./quantum status");
  return JSON.parse(text);
}
