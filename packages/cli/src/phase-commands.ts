import type { Command } from "commander";
import { EXIT } from "./failure.ts";
import { guarded } from "./guard.ts";
import { homeOf } from "./home.ts";
import { LauncherClient } from "./launch/launcher-client.ts";
import { note, say, sayJson, table } from "./output.ts";
import { hasDeployment, phaseDownWithDocker, phaseStatusWithDocker, phaseUpWithDocker } from "./phase/docker-phase.ts";
import { phaseDownWithLauncher, phaseStatusWithLauncher, phaseUpWithLauncher } from "./phase/launcher-phase.ts";
import { parsePhase } from "./phase/phase-modules.ts";

interface PhaseOptions {
  readonly json?: boolean;
  readonly instance?: string;
  readonly with?: "docker" | "launcher";
}

/** phase up, phase down, phase status. */
export function addPhaseCommands(program: Command): void {
  const phase = program.command("phase").description("the rollout, phase by phase, with Docker or with the launcher");
  const command = (name: string, words: string) =>
    phase
      .command(name)
      .description(words)
      .option("--with <which>", "docker or launcher (default: what runs here)", /^(docker|launcher)$/);
  command("up <n>", "bring the modules of phases 1 to n").action(
    guarded<PhaseOptions>(async (options, [text]) => {
      const wanted = parsePhase(text as string);
      if (usesDocker(options)) phaseUpWithDocker(wanted);
      else await phaseUpWithLauncher(homeOf(options.instance), wanted, note);
      return show(options, { phase: wanted }, `phase ${wanted} is up`);
    }),
  );
  command("down <n>", "take the modules of phase n and later away; trading goes on").action(
    guarded<PhaseOptions>(async (options, [text]) => {
      const wanted = parsePhase(text as string);
      const stopped = usesDocker(options) ? phaseDownWithDocker(wanted) : await phaseDownWithLauncher(homeOf(options.instance), wanted);
      return show(options, { stopped }, stopped.length > 0 ? `stopped: ${stopped.join(", ")}` : "none of them was running");
    }),
  );
  command("status", "every module, its phase and how it is").action(
    guarded<PhaseOptions>(async (options) => {
      const modules = usesDocker(options) ? phaseStatusWithDocker() : await phaseStatusWithLauncher(homeOf(options.instance));
      const rows = modules.map(({ module, phase: of, state }) => [String(of), module, state]);
      return show(options, { modules }, table(["phase", "module", "state"], rows));
    }),
  );
}

/** What was asked for; else the launcher when it runs, else Docker where there is a deployment. */
function usesDocker(options: PhaseOptions): boolean {
  if (options.with) return options.with === "docker";
  return LauncherClient.find(homeOf(options.instance)) === null && hasDeployment();
}

function show(options: PhaseOptions, result: unknown, words: string): number {
  if (options.json) sayJson(result);
  else say(words);
  return EXIT.ok;
}
