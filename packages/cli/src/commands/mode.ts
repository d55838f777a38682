import { userInfo } from "node:os";
import { FLEET } from "../../../../fleet.ts";
import { CliFailure, EXIT } from "../failure.ts";
import type { Home } from "../home.ts";
import { aiWorkers, MOST_AI_WORKERS } from "../launch/ai-workers.ts";
import { LauncherClient } from "../launch/launcher-client.ts";
import { containerOf, deploymentSecret, publishedAddress, requireOwnContainers } from "../phase/deployment.ts";
import { readSecret } from "../secrets.ts";

const ANSWER_WITHIN_MS = 10_000;
const CONSOLE_PORT = 8080;

/** Which mode a person wants a service to have, and why. */
export interface ModeWish {
  readonly service: string;
  readonly mode: string;
  readonly reason: string;
}

/** Sets the mode of a service, as the operator, with a reason for the audit. Returns what the service answered. */
export async function setModeWithLauncher(home: Home, wish: ModeWish): Promise<unknown> {
  const { service, mode } = checked(wish);
  const { fleet } = await LauncherClient.require(home).status();
  const port = fleet?.services.find((known) => known.service === service)?.port;
  if (port === undefined) throw new CliFailure(`${service} is not part of this fleet`, "see ./quantum status", EXIT.notRunning);
  return post(`http://127.0.0.1:${port}/set_mode`, {
    token: readSecret(home, "control-token"),
    body: { mode, by: userInfo().username, reason: wish.reason },
    fix: "see ./quantum status",
  });
}

/** The same for a deployment with Docker: by way of the console, because not every service publishes a port. */
export async function setModeWithDocker(wish: ModeWish): Promise<unknown> {
  const { service, mode } = checked(wish);
  const [asked, console] = [containerOf(service), containerOf("dashboard")];
  if (asked) requireOwnContainers([asked]);
  if (asked?.state !== "running")
    throw new CliFailure(`${service} does not run in this deployment`, "./quantum phase status shows what does", EXIT.notRunning);
  const address = console && publishedAddress(console.name, CONSOLE_PORT);
  if (!address)
    throw new CliFailure("the console, which passes it on, does not run", "docker compose up -d --wait dashboard", EXIT.notRunning);
  return post(`${address}/api/mode`, {
    token: deploymentSecret("control-token"),
    body: { service, mode, by: userInfo().username, reason: wish.reason },
    fix: `docker logs --tail 50 ${asked.name}; where the control token is refused: bring back the one it was started with, or make all anew with docker compose up -d --wait --force-recreate`,
  });
}

/** @throws CliFailure when there is no such service, or it has no such mode. */
function checked({ service, mode }: ModeWish): { service: string; mode: string } {
  const entry = [...FLEET, ...aiWorkers(MOST_AI_WORKERS)].find((known) => known.name === service);
  if (!entry)
    throw new CliFailure(`there is no service "${service}"`, `use one of: ${FLEET.map((known) => known.name).join(", ")}`, EXIT.usage);
  const wanted = mode.toUpperCase() === "ENFORCE" ? "ENFORCED" : mode.toUpperCase();
  if (!entry.modes.some((known) => known === wanted)) {
    throw new CliFailure(`${entry.name} has no mode "${mode}"`, `its modes are ${entry.modes.join(", ")}`, EXIT.usage);
  }
  return { service: entry.name, mode: wanted };
}

async function post(url: string, given: { token: string; body: unknown; fix: string }): Promise<unknown> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { authorization: `Bearer ${given.token}`, "content-type": "application/json" },
    body: JSON.stringify(given.body),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  }).catch((error: Error) => {
    throw new CliFailure(`the service does not answer: ${error.message}`, given.fix, EXIT.notRunning);
  });
  const text = await answer.text();
  if (!answer.ok) throw new CliFailure(`the service refused (HTTP ${answer.status}): ${text.slice(0, 300)}`, given.fix);
  return JSON.parse(text);
}
