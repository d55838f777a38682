import { copyFileSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { FLEET } from "../../../../fleet.ts";
import { bundle } from "../launch/bundle.ts";
import { buildConsolePage } from "../launch/console-page.ts";
import { NODE_ENVIRONMENT, NODE_FLAGS } from "../launch/node-flags.ts";
import { REPOSITORY } from "../repository.ts";

/** Programs of the image that are no services: one brings the schema up to date, one speaks for modules that died, one leads to servers elsewhere. */
const JOBS = [
  { name: "migrate", entry: join("packages", "service-kit", "src", "migrate-job.ts") },
  { name: "goodbye", entry: join("packages", "cli", "src", "compose", "goodbye-job.ts") },
  { name: "forward", entry: join("packages", "cli", "src", "compose", "forward-job.ts") },
];

/** Puts everything that an image of the fleet holds into a folder: bundles, the console's page, migrations, how to start. */
async function buildImageContents(target: string): Promise<void> {
  const services = FLEET.map(({ name }) => ({ name, entry: join("services", name.replaceAll("_", "-"), "src", "main.ts") }));
  const dist = join(REPOSITORY, "dist");
  mkdirSync(join(target, "dist"), { recursive: true });
  for (const program of [...services, ...JOBS]) {
    const { file } = await bundle({ ...program, outputFolder: dist });
    copyFileSync(file, join(target, "dist", `${program.name}.mjs`));
  }
  await buildConsolePage();
  // Bundles look for these where they lie in the repository, seen from their own folder.
  for (const folder of ["services/dashboard/dist/web", "packages/service-kit/migrations"])
    cpSync(join(REPOSITORY, folder), join(target, folder), { recursive: true });
  writeFileSync(join(target, "node-settings.sh"), nodeSettings());
}

function nodeSettings(): string {
  const exports = Object.entries(NODE_ENVIRONMENT).map(([name, value]) => `export ${name}=${value}`);
  return [...exports, `NODE_FLAGS="${NODE_FLAGS.join(" ")}"`, ""].join("\n");
}

await buildImageContents(resolve(process.argv[2] ?? "image"));
