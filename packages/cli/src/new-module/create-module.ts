import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { FLEET } from "../../../../fleet.ts";
import { CliFailure, EXIT } from "../failure.ts";
import { manifestEntry } from "./manifest-entry.ts";
import { type ModuleNames, namesOf, renamed } from "./module-names.ts";

export interface NewModule {
  readonly repository: string;
  readonly name: string;
  readonly phase: number;
  readonly memoryMb: number;
  readonly port?: number;
}

export interface CreatedModule extends ModuleNames {
  readonly folder: string;
  readonly port: number;
}

/** Copies the template under the new name and adds it to the manifest. @throws CliFailure when that would overwrite something. */
export function createModule(request: NewModule): CreatedModule {
  const names = namesOf(request.name);
  const folder = join("services", names.folderName);
  const port = request.port ?? nextFreePort();
  refuseClash(request, { ...names, folder, port });
  copyTemplate(join(request.repository, "services", "_template"), join(request.repository, folder), names);
  const manifest = join(request.repository, "fleet.ts");
  const entry = manifestEntry({ name: names.name, port, phase: request.phase, memoryMb: request.memoryMb });
  writeFileSync(manifest, readFileSync(manifest, "utf8").replace(/\n\];\s*$/, `\n${entry}\n];\n`));
  return { ...names, folder, port };
}

function refuseClash(request: NewModule, created: CreatedModule): void {
  if (request.phase < 1 || request.phase > 5) throw new CliFailure(`phase ${request.phase} does not exist`, "use 1 to 5", EXIT.usage);
  if (existsSync(join(request.repository, created.folder)))
    throw new CliFailure(`${created.folder} is there already`, "choose another name", EXIT.usage);
  const clash = FLEET.find((entry) => entry.name === created.name || entry.port === created.port);
  if (clash) throw new CliFailure(`${clash.name} has port ${clash.port} already`, "choose another name or --port", EXIT.usage);
}

function copyTemplate(from: string, to: string, names: ModuleNames): void {
  const files = readdirSync(from, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const file of files) {
    const path = relative(from, join(file.parentPath, file.name));
    if (path.split("/").includes("node_modules")) continue;
    mkdirSync(dirname(join(to, path)), { recursive: true });
    writeFileSync(join(to, path), renamed(readFileSync(join(from, path), "utf8"), names));
  }
}

/** Ports up to 8020 belong to the modules the system is made of. */
function nextFreePort(): number {
  const taken = new Set(FLEET.map((entry) => entry.port));
  let port = 8021;
  while (taken.has(port)) port += 1;
  return port;
}
