import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { composeFiles } from "./compose/compose-files.ts";
import { CliFailure, EXIT } from "./failure.ts";
import { guarded } from "./guard.ts";
import { say, sayJson } from "./output.ts";
import { REPOSITORY } from "./repository.ts";

/** compose write, compose check, secrets. */
export function addComposeCommands(program: Command): void {
  const compose = program.command("compose").description("the compose files, made from fleet.ts");
  compose
    .command("write")
    .description("write the compose files and the stack of a Swarm anew")
    .action(
      guarded<{ json?: boolean }>(async ({ json }) => {
        const files = composeFiles();
        for (const { path, text } of files) writeFileSync(join(REPOSITORY, path), text);
        const written = files.map(({ path }) => path);
        if (json) sayJson({ written });
        else say(`written: ${written.join(", ")}`);
        return EXIT.ok;
      }),
    );
  compose
    .command("check")
    .description("whether both say what fleet.ts says (exit code 1: no)")
    .action(
      guarded<{ json?: boolean }>(async ({ json }) => {
        const stale = staleFiles();
        if (stale.length > 0) throw new CliFailure(`${stale.join(", ")} does not say what fleet.ts says`, "./quantum compose write");
        if (json) sayJson({ stale });
        else say("the compose files are up to date");
        return EXIT.ok;
      }),
    );
  program
    .command("secrets")
    .description("make the secrets of a deployment with Docker Compose; those that exist are kept")
    .action(
      guarded<object>(async () => {
        const { status } = spawnSync(join(REPOSITORY, "scripts", "make_secrets.sh"), { stdio: "inherit" });
        return status ?? EXIT.failed;
      }),
    );
}

/** The compose files that differ from what the manifest makes of them. */
export function staleFiles(): string[] {
  return composeFiles()
    .filter(({ path, text }) => !existsSync(join(REPOSITORY, path)) || readFileSync(join(REPOSITORY, path), "utf8") !== text)
    .map(({ path }) => path);
}
