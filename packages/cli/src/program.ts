import { Command, CommanderError } from "commander";
import { addComposeCommands } from "./compose-commands.ts";
import { addDataCommands } from "./data-commands.ts";
import { addDayCommands } from "./day-commands.ts";
import { addDoctorCommand } from "./doctor-command.ts";
import { addEssCommands } from "./ess-commands.ts";
import { addExplainCommand } from "./explain-command.ts";
import { EXIT } from "./failure.ts";
import { addFleetCommands } from "./fleet-commands.ts";
import { addNewModuleCommand } from "./new-module-command.ts";
import { addPhaseCommands } from "./phase-commands.ts";
import { addReplayCommands } from "./replay-commands.ts";

/** The `quantum` command with everything it can do. */
export function createProgram(): Command {
  const program = new Command("quantum")
    .description("Quantum Trader: start it, watch it, run a market day, bring data")
    .option("--json", "print the result as JSON")
    .option("--instance <name>", "another fleet beside the default one, with data and secrets of its own")
    .showHelpAfterError("(./quantum --help lists the commands)")
    .exitOverride();
  addFleetCommands(program);
  addEssCommands(program);
  addDayCommands(program);
  addReplayCommands(program);
  addExplainCommand(program);
  addDataCommands(program);
  addComposeCommands(program);
  addPhaseCommands(program);
  addDoctorCommand(program);
  addNewModuleCommand(program);
  for (const command of program.commands) inheritGlobals(command);
  return program;
}

/** `--json` and `--instance` may stand before or after the command. */
function inheritGlobals(command: Command): void {
  for (const inner of command.commands) inheritGlobals(inner);
  if (command.commands.length > 0) return;
  command.option("--json", "print the result as JSON").option("--instance <name>", "another fleet beside the default one").exitOverride();
}

/** Runs the command line; the exit code is in `process.exitCode`. */
export async function runProgram(argv: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // commander has printed what is wrong; help and version are no errors.
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
}
