import { readFileSync } from "node:fs";
import { join } from "node:path";
import { down } from "../commands/down.ts";
import { type UpRequest, type UpResult, up } from "../commands/up.ts";
import { ON_FROM_THE_FIRST_DAY } from "../compose/service-block.ts";
import { CliFailure, EXIT } from "../failure.ts";
import type { Home } from "../home.ts";
import { coreServices } from "../launch/fleet.ts";
import { LauncherClient } from "../launch/launcher-client.ts";
import { chooseModules } from "../launch/modules.ts";
import { type RolloutState, rolloutState } from "./module-state.ts";
import { modulesFrom, modulesUpTo } from "./phase-modules.ts";

/**
 * Brings phases 1 to N to the fleet of this instance. Modules it was started with are started again; for others the fleet is started anew, with
 * the same market and the same data.
 */
export async function phaseUpWithLauncher(home: Home, phase: number, progress: (step: string) => void): Promise<UpResult> {
  const client = LauncherClient.find(home);
  if (!client)
    throw new CliFailure(
      "the fleet is not up",
      `start it with ./quantum up --modules phase:${phase} ${home.selector}`.trim(),
      EXIT.notRunning,
    );
  const { fleet } = await client.status();
  const known = new Map(fleet?.services.map((service) => [service.service, service.state]));
  const wanted = chooseModules(`phase:${phase}`, process.env);
  if (wanted.every((name) => known.has(name))) {
    for (const name of wanted) if (known.get(name) === "stopped") await client.service(name, "start");
    return { already: true, status: await client.status() };
  }
  const before = JSON.parse(readFileSync(join(home.run, "options.json"), "utf8")) as Omit<UpRequest, "progress">;
  const only = [
    ...new Set([
      ...(before.only ?? coreServices()),
      ...modulesUpTo(phase)
        .map(({ name }) => name)
        .filter((name) => wanted.includes(name)),
    ]),
  ];
  progress("starting the fleet anew, with the modules of the phase");
  await down(home);
  return up({ ...before, only, home, progress });
}

/** Stops the modules of phase N and later. */
export async function phaseDownWithLauncher(home: Home, phase: number): Promise<string[]> {
  const client = LauncherClient.require(home);
  const { fleet } = await client.status();
  const running = fleet?.services.filter(({ state }) => state !== "stopped").map(({ service }) => service) ?? [];
  const names = modulesFrom(phase, ON_FROM_THE_FIRST_DAY)
    .map(({ name }) => name)
    .filter((name) => running.includes(name));
  await Promise.all(names.map((name) => client.service(name, "stop")));
  return names;
}

/** Every module of this instance's fleet, and every phase. */
export async function phaseStatusWithLauncher(home: Home): Promise<RolloutState> {
  const { fleet } = await LauncherClient.require(home).status();
  const known = (fleet?.services ?? []).map(({ service, state, health, mode }) => ({
    module: service,
    state: state === "healthy" ? "running" : state,
    health: state === "stopped" ? null : health,
    mode: state === "stopped" ? null : mode,
  }));
  return rolloutState(null, known);
}
