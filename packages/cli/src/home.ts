import { mkdirSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { CliFailure, EXIT } from "./failure.ts";
import { REPOSITORY } from "./repository.ts";

/** Everything one instance of the fleet keeps on disk. Instances share nothing. */
export interface Home {
  readonly root: string;
  /** What to add to a command so that it means this instance, e.g. "--instance blue". Empty for the default. */
  readonly selector: string;
  readonly secrets: string;
  readonly run: string;
  readonly logs: string;
  readonly data: string;
}

/** Where all instances live: QUANTUM_HOME, else `.quantum` in the repository. */
export function homesFolder(): string {
  const given = process.env.QUANTUM_HOME;
  if (!given) return join(REPOSITORY, ".quantum");
  return isAbsolute(given) ? given : resolve(given);
}

/** The home of the default instance, or of a named one such as "blue" or "runs/20261121-020000". */
export function homeOf(instance?: string): Home {
  if (instance !== undefined && !/^(runs\/)?[a-z0-9][a-z0-9-]*$/.test(instance)) {
    throw new CliFailure(
      `"${instance}" cannot name an instance`,
      "use lower-case letters, digits and dashes, such as --instance blue",
      EXIT.usage,
    );
  }
  const base = homesFolder();
  if (instance === undefined) return at(base, "");
  const folder = instance.startsWith("runs/") ? instance : join("instances", instance);
  return at(join(base, folder), `--instance ${instance}`);
}

function at(root: string, selector: string): Home {
  const inside = (name: string) => join(root, name);
  return { root, selector, secrets: inside("secrets"), run: inside("run"), logs: inside("logs"), data: inside("data") };
}

const FIXES: Readonly<Record<string, string>> = {
  ENOSPC: "free some disk space",
  EEXIST: "there is a file of that name: remove it, or set QUANTUM_HOME to another folder",
  ENOTDIR: "a part of it is a file: set QUANTUM_HOME to another folder",
};

/** Creates the folders of an instance. Secrets are for their owner alone; the way to the data must be passable for Postgres' own account. */
export function createHome(home: Home): void {
  try {
    mkdirSync(home.root, { recursive: true, mode: 0o711 });
    mkdirSync(home.secrets, { recursive: true, mode: 0o700 });
    mkdirSync(home.run, { recursive: true, mode: 0o700 });
    mkdirSync(home.logs, { recursive: true, mode: 0o750 });
    mkdirSync(home.data, { recursive: true, mode: 0o711 });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const fix = FIXES[code ?? ""] ?? "make it writable, or set QUANTUM_HOME to a folder that is";
    throw new CliFailure(`cannot create ${home.root} (${code})`, fix);
  }
}
