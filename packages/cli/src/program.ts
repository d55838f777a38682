import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { addComposeCommands } from "./compose-commands.ts";
import { addDataCommands } from "./data-commands.ts";
import { addDayCommands } from "./day-commands.ts";
import { addDoctorCommand } from "./doctor-command.ts";
import { addEssCommands } from "./ess-commands.ts";
import { addExplainCommand } from "./explain-command.ts";
import { CliFailure, EXIT } from "./failure.ts";
import { addFleetCommands } from "./fleet-commands.ts";
import { tell } from "./guard.ts";
import { addNewModuleCommand } from "./new-module-command.ts";
import { addPhaseCommands } from "./phase-commands.ts";
import { addReplayCommands } from "./replay-commands.ts";
import { REPOSITORY } from "./repository.ts";

const EXIT_CODES = `
Exit codes: ${EXIT.ok} done, ${EXIT.failed} failed, ${EXIT.usage} wrong usage, ${EXIT.notRunning} not running, ${EXIT.interrupted} interrupted.
With --json a failure is {"problem","fix"} on the error channel. Start with: ./quantum doctor, then ./quantum up. More: README.md, docs/operating.md.`;

/** The `quantum` command with everything it can do. */
export function createProgram(argv: readonly string[]): Command {
  const program = new Command("quantum")
    .description("Quantum Trader: start it, watch it, run a market day, bring data")
    .option("--json", "print the result as JSON")
    .option("--instance <name>", "another fleet beside the default one, with data and secrets of its own")
    .version(versionOf(), "--version", "print the version")
    .addHelpText("after", EXIT_CODES)
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
  tellUsage(program, "./quantum", argv.includes("--json"));
  return program;
}

/** `--json` and `--instance` may stand before or after the command. */
function inheritGlobals(command: Command): void {
  for (const inner of command.commands) inheritGlobals(inner);
  if (command.commands.length > 0) return;
  command.option("--json", "print the result as JSON").option("--instance <name>", "another fleet beside the default one").exitOverride();
}

/** What must be given says so in the help; a wrong call is told like every failure, with the help that fits. */
function tellUsage(command: Command, call: string, json: boolean): void {
  for (const option of command.options) if (option.mandatory) option.description += " (required)";
  command.configureOutput({ outputError: (text) => tell(usageFailure(text, call), json) });
  for (const inner of command.commands) tellUsage(inner, `${call} ${inner.name()}`, json);
}

/** What commander says ("error: ...", perhaps with a guess in brackets below) as problem and fix. */
function usageFailure(text: string, call: string): CliFailure {
  const [problem = "", guess = ""] = text.trim().split("\n");
  const meant = /^\(Did you mean (.*)\?\)$/.exec(guess)?.[1];
  return new CliFailure(problem.replace(/^error: /, ""), `${meant ? `did you mean ${meant}? ` : ""}${call} --help`, EXIT.usage);
}

/** The version of this checkout, as the services say theirs. */
function versionOf(): string {
  const { version } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8")) as { version: string };
  return version;
}

/** Who reads along may leave (`| head`): the work is done to its end all the same. */
function goOnUnread(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

/** Runs the command line; the exit code is in `process.exitCode`. */
export async function runProgram(argv: readonly string[]): Promise<void> {
  for (const channel of [process.stdout, process.stderr]) channel.on("error", goOnUnread);
  try {
    await createProgram(argv).parseAsync(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // commander has printed what is wrong; help and version are no errors.
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
}
