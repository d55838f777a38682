import { ON_FROM_THE_FIRST_DAY } from "../compose/service-block.ts";
import { CliFailure, EXIT } from "../failure.ts";
import {
  type Container,
  compose,
  containersOf,
  docker,
  lastWords,
  moduleStates,
  readSetting,
  requireOwnContainers,
  stateOf,
  writeSetting,
} from "./deployment.ts";
import { type RolloutState, rolloutState, STOPPED } from "./module-state.ts";
import { modulesFrom, phaseOf, profilesWithPhase } from "./phase-modules.ts";
import { hasDeployment, preflight, requireReady } from "./preflight.ts";

/** Who heals self_healing, and would take its end for a kill: it goes before. */
const KEEPER = "keeper";
/** What self_healing stands on: they go after it. */
const PROXIES: readonly string[] = ["docker_watch", "docker_restart"];
const PROFILES = "COMPOSE_PROFILES";
/** Characters of what is said of one container that did not come up. */
const WORDS_MAX = 300;

interface Asked {
  readonly force: boolean;
  readonly tell: (line: string) => void;
}

/**
 * Brings phases 1 to N with Docker Compose, and writes the phase into the settings, so that the next start is the same. Later phases that are up
 * stay: only `phase down` takes some away.
 */
export async function phaseUpWithDocker(phase: number, { force, tell }: Asked): Promise<RolloutState> {
  requireDeployment();
  const before = readSetting(PROFILES);
  const kept = Math.max(phase, phaseOf(before) ?? 0);
  if (kept > phase) tell(`phase ${kept} is chosen already and stays; ./quantum phase down ${phase + 1} takes later ones away`);
  const profiles = profilesWithPhase(before, kept);
  requireReady(preflight(profiles), { force, tell });
  writeSetting(PROFILES, profiles);
  if (!compose(["up", "--detach", "--wait"], profiles)) throw notUp(phase);
  return rolloutState(kept, await moduleStates(containersOf()));
}

/** Stops the modules of phase N and later. They say goodbye, so trading goes on without them at once. */
export function phaseDownWithDocker(phase: number): string[] {
  requireDeployment();
  const names = modulesFrom(phase, ON_FROM_THE_FIRST_DAY).map(({ name }) => name);
  const containers = containersOf();
  requireOwnContainers(containers);
  const active = containers.filter(({ state }) => state === "running" || state === "restarting" || state === "paused");
  const stop = (services: readonly string[]): string[] => {
    const chosen = active.filter(({ service }) => services.includes(service));
    for (const { name, state } of chosen) if (state === "paused") docker(["unpause", name]);
    if (chosen.length > 0) docker(["stop", ...chosen.map(({ name }) => name)]);
    return chosen.map(({ service }) => service);
  };
  const healing = names.includes("self_healing");
  if (healing) stop([KEEPER]);
  const stopped = stop(names);
  if (healing) stop(PROXIES);
  const chosen = readSetting(PROFILES);
  writeSetting(PROFILES, profilesWithPhase(chosen, Math.min(Math.max(0, phase - 1), phaseOf(chosen) ?? 0)));
  return stopped;
}

/** Every module, whether it has a container or not, and every phase. */
export async function phaseStatusWithDocker(): Promise<RolloutState> {
  const containers = containersOf();
  if (containers.length === 0)
    throw new CliFailure("nothing of this deployment is there", "start it: docker compose up -d --wait", EXIT.notRunning);
  requireOwnContainers(containers);
  return rolloutState(hasDeployment() ? (phaseOf(readSetting(PROFILES)) ?? 0) : null, await moduleStates(containers));
}

function requireDeployment(): void {
  if (hasDeployment()) return;
  throw new CliFailure(
    "there is no deployment in this folder (no .env)",
    "scripts/make_secrets.sh makes one; without Docker: --with launcher",
  );
}

/** Which services did not come up: first those that ended, with the last thing each of them said. */
function notUp(phase: number): CliFailure {
  const later = new Set(modulesFrom(phase + 1, ON_FROM_THE_FIRST_DAY).map(({ name }) => name));
  const bad = containersOf().filter((container) => !later.has(container.service) && !isWell(container));
  const waiting = bad.filter(({ state, status }) => state === "created" || /health: starting/.test(status));
  const broken = bad.filter((container) => !waiting.includes(container));
  const words = broken.map((container) => `${container.name}: ${stateOf(container)}; ${lastWords(container.name)}`.slice(0, WORDS_MAX));
  const behind = waiting.length > 0 ? [`not up yet when it was given up: ${waiting.map(({ name }) => name).join(", ")}`] : [];
  return new CliFailure(
    ["docker compose did not bring every service up", ...words, ...behind].join("\n  "),
    broken[0] ? `docker logs --tail 50 ${broken[0].name}, and scripts/preflight.sh` : "the lines above say why, and scripts/preflight.sh",
  );
}

function isWell(container: Container): boolean {
  return (container.state === "running" && !/unhealthy|health: starting/.test(container.status)) || stateOf(container) === STOPPED;
}
