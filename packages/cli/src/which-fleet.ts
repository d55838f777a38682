import { Option } from "commander";
import { homeOf } from "./home.ts";
import { LauncherClient } from "./launch/launcher-client.ts";
import { hasContainersOfThisFolder } from "./phase/deployment.ts";
import { hasDeployment } from "./phase/preflight.ts";

/** What runs the fleet that a command means. */
const RUNNERS = ["docker", "launcher"] as const;

/** How somebody says which fleet is meant. */
export interface FleetChoice {
  readonly with?: (typeof RUNNERS)[number];
  readonly instance?: string;
}

/** The option that says it. */
export function withRunner(): Option {
  return new Option("--with <which>", "what runs the fleet (default: what runs here)").choices(RUNNERS);
}

/** What was asked for; a named instance, or a home of its own, is a launcher's; else the launcher where it runs, else Docker where there is a deployment. */
export function usesDocker(choice: FleetChoice): boolean {
  if (choice.with) return choice.with === "docker";
  if (choice.instance !== undefined || process.env.QUANTUM_HOME) return false;
  // Also where its settings are lost: a stop must not go into a folder that nobody reads.
  return LauncherClient.find(homeOf()) === null && (hasDeployment() || hasContainersOfThisFolder());
}
