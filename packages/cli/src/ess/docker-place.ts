import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CliFailure, EXIT } from "../failure.ts";
import { containerOf, deploymentSecret, docker, publishedAddress } from "../phase/deployment.ts";
import type { EssPlace } from "./ess-place.ts";

/** Its folder inside the container; a volume, so that it can be reached whether it runs or not. */
const FOLDER = "/data";
const PORT = 8012;

/** The emergency stop of the deployment with Docker. @throws CliFailure when it has none. */
export function dockerPlace(): EssPlace {
  const container = containerOf("ess");
  if (container === null)
    throw new CliFailure(
      "this deployment has no emergency stop (there is no container of ess)",
      "docker compose --profile ess up -d --wait ess; entries alone can be stopped at risk_safety: the kill latch of the console",
      EXIT.notRunning,
    );
  const { name } = container;
  const inside = (file: string) => `${name}:${FOLDER}/${file}`;
  return {
    address: () => publishedAddress(name, PORT),
    controlToken: () => deploymentSecret("control-token"),
    journal: () => fetched(inside("journal.jsonl")),
    stopFile: `${FOLDER}/STOP of ${name}`,
    stopFileExists: () => fetched(inside("STOP")) !== null,
    writeStopFile: (text) =>
      withFolder((folder) => {
        writeFileSync(join(folder, "STOP"), text, { mode: 0o644 });
        docker(["cp", join(folder, "STOP"), inside("STOP")]);
      }),
    removeStopFile: () => void docker(["exec", name, "rm", "-f", `${FOLDER}/STOP`]),
    howToStart: `start it with docker start ${name}`,
  };
}

/** What a file of a container says; null when there is none. */
function fetched(file: string): string | null {
  return withFolder((folder) => {
    try {
      docker(["cp", file, join(folder, "copy")]);
    } catch (error) {
      if (error instanceof CliFailure && /could not find the file|no such file/i.test(error.message)) return null;
      throw error;
    }
    return readFileSync(join(folder, "copy"), "utf8");
  });
}

function withFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "quantum-ess-"));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
