import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CliFailure, EXIT } from "../failure.ts";
import type { Home } from "../home.ts";
import { readSecret } from "../secrets.ts";
import type { EssPlace } from "./ess-place.ts";

/** The emergency stop that the launcher of an instance runs: its folder is on this disk. */
export function launcherPlace(home: Home): EssPlace {
  const folder = join(home.data, "ess");
  const stopFile = join(home.data, "STOP");
  return {
    address: () => addressIn(join(folder, "address.json")),
    controlToken: () => readSecret(home, "control-token"),
    journal: () => textOf(join(folder, "journal.jsonl")),
    stopFile,
    stopFileExists: () => existsSync(stopFile),
    writeStopFile: (text) => {
      mkdirSync(home.data, { recursive: true, mode: 0o711 });
      writeFileSync(`${stopFile}.${process.pid}`, text);
      renameSync(`${stopFile}.${process.pid}`, stopFile);
    },
    removeStopFile: () => rmSync(stopFile, { force: true }),
    howToStart: `start it with ${["./quantum up", home.selector].join(" ").trim()} or ${["./quantum start ess", home.selector].join(" ").trim()}`,
  };
}

function addressIn(file: string): string | null {
  const text = textOf(file);
  if (text === null) return null;
  try {
    return String((JSON.parse(text) as { url: string }).url);
  } catch (error) {
    throw new CliFailure(`${file} cannot be read: ${(error as Error).message}`, "name the address with --url", EXIT.notRunning);
  }
}

function textOf(file: string): string | null {
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}
