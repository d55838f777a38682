import type { Command } from "commander";
import { EXIT } from "./failure.ts";
import { guarded } from "./guard.ts";
import { createModule } from "./new-module/create-module.ts";
import { linkWorkspace } from "./new-module/link-workspace.ts";
import { wholeNumber } from "./option-parsers.ts";
import { note, say, sayJson } from "./output.ts";
import { REPOSITORY } from "./repository.ts";

interface NewModuleOptions {
  readonly json?: boolean;
  readonly phase: number;
  readonly port?: number;
  readonly memoryMb: number;
}

/** new-module. */
export function addNewModuleCommand(program: Command): void {
  program
    .command("new-module <name>")
    .description("add a service: copies the template and writes its line in the manifest")
    .option("--phase <n>", "rollout phase 1 to 5", wholeNumber, 1)
    .option("--port <n>", "its port (default: the next one free in the manifest)", wholeNumber)
    .option("--memory-mb <n>", "memory limit of its container", wholeNumber, 80)
    .action(
      guarded<NewModuleOptions>(async (options, [name]) => {
        const { phase, memoryMb, port } = options;
        const created = createModule({
          repository: REPOSITORY,
          name: name as string,
          phase,
          memoryMb,
          ...(port === undefined ? {} : { port }),
        });
        note("linking the new folder (pnpm install)");
        const linked = linkWorkspace(REPOSITORY);
        if (options.json) sayJson({ ...created, linked });
        else for (const line of nextSteps(created)) say(line);
        if (!linked) note("the new folder could not be linked: run pnpm install before anything else");
        return linked ? EXIT.ok : EXIT.failed;
      }),
    );
}

function nextSteps({ name, folder, port, prefix }: ReturnType<typeof createModule>): string[] {
  return [
    `${folder} is there, and ${name} is in fleet.ts on port ${port}. What remains:`,
    "  1. packages/types/src/events: its events, if it says something new",
    `  2. ${folder}/src/core: its rules (${prefix}-01, one a file, test beside it) and limits.ts`,
    `  3. ${folder}/src/config.ts: what it reads from its environment`,
    `  4. ${folder}/README.md: what it decides and why, in ten lines`,
    "  then: pnpm run monitoring and ./quantum compose write make the files that follow from the manifest",
    "  then: npm test; pnpm-lock.yaml has changed and belongs to the commit",
  ];
}
