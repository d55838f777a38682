import type { Command } from "commander";
import { EXIT } from "./failure.ts";
import { guarded } from "./guard.ts";
import { homeOf } from "./home.ts";
import { note, say, sayJson } from "./output.ts";
import { phaseDownWithDocker, phaseStatusWithDocker, phaseUpWithDocker } from "./phase/docker-phase.ts";
import { phaseDownWithLauncher, phaseStatusWithLauncher, phaseUpWithLauncher } from "./phase/launcher-phase.ts";
import { isAsAsked, renderRollout } from "./phase/module-state.ts";
import { parsePhase } from "./phase/phase-modules.ts";
import { type FleetChoice, usesDocker, withRunner } from "./which-fleet.ts";

interface PhaseOptions extends FleetChoice {
  readonly json?: boolean;
  readonly force?: boolean;
}

/** phase up, phase down, phase status. */
export function addPhaseCommands(program: Command): void {
  const phase = program.command("phase").description("the rollout, phase by phase, with Docker or with the launcher");
  const command = (name: string, words: string) => phase.command(name).description(words).addOption(withRunner());
  command("up <n>", "bring the modules of phases 1 to n; with Docker, after a look at what would keep them from starting")
    .option("--force", "go on although something is in the way")
    .action(
      guarded<PhaseOptions>(async (options, [text]) => {
        const wanted = parsePhase(text as string);
        if (!usesDocker(options)) {
          await phaseUpWithLauncher(homeOf(options.instance), wanted, note);
          return show(options, { phase: wanted }, `phase ${wanted} is up`);
        }
        const rollout = await phaseUpWithDocker(wanted, { force: options.force === true, tell: note });
        return show(options, { phase: wanted, ...rollout }, `${renderRollout(rollout)}\n\nphase ${wanted} is up`);
      }),
    );
  command("down <n>", "take the modules of phase n and later away; trading goes on").action(
    guarded<PhaseOptions>(async (options, [text]) => {
      const wanted = parsePhase(text as string);
      const stopped = usesDocker(options) ? phaseDownWithDocker(wanted) : await phaseDownWithLauncher(homeOf(options.instance), wanted);
      return show(options, { stopped }, stopped.length > 0 ? `stopped: ${stopped.join(", ")}` : "none of them was running");
    }),
  );
  command("status", "every phase and module: state, health, mode (exit code 0 as asked for, 1 not, 3 not running)").action(
    guarded<PhaseOptions>(async (options) => {
      const rollout = usesDocker(options) ? await phaseStatusWithDocker() : await phaseStatusWithLauncher(homeOf(options.instance));
      show(options, rollout, renderRollout(rollout));
      return isAsAsked(rollout) ? EXIT.ok : EXIT.failed;
    }),
  );
}

function show(options: PhaseOptions, result: unknown, words: string): number {
  if (options.json) sayJson(result);
  else say(words);
  return EXIT.ok;
}
