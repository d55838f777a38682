import { userInfo } from "node:os";
import { type Command, Option } from "commander";
import { dockerPlace } from "./ess/docker-place.ts";
import { drillDesk } from "./ess/drill-desk.ts";
import type { EssPlace } from "./ess/ess-place.ts";
import { essStatus, renderEssStatus } from "./ess/ess-status.ts";
import { launcherPlace } from "./ess/launcher-place.ts";
import { rearmDesk } from "./ess/rearm-desk.ts";
import { STOP_LEVELS, type StopLevel, type StopOutcome, stopDesk } from "./ess/stop-desk.ts";
import { EXIT } from "./failure.ts";
import { guarded } from "./guard.ts";
import { homeOf } from "./home.ts";
import { positiveNumber, positiveWholeNumber } from "./option-parsers.ts";
import { say, sayJson } from "./output.ts";
import { type FleetChoice, usesDocker, withRunner } from "./which-fleet.ts";

interface Shared extends FleetChoice {
  readonly json?: boolean;
  readonly url?: string;
}

interface Wish extends Shared {
  readonly by: string;
  readonly reason: string;
}

interface DrillWish {
  readonly drills: number;
  readonly out?: string;
}

/** ess status, stop, rearm, drill. */
export function addEssCommands(program: Command): void {
  const ess = program.command("ess").description("the emergency stop: see it, stop the desk, re-arm it, prove that it works");
  addStatus(ess);
  addStop(ess);
  addRearm(ess);
  addDrill(ess);
}

function addStatus(ess: Command): void {
  withUrl(ess.command("status"))
    .description("level, causes and sweep (exit code 0 nothing is stopped, 1 stopped or not answering, 3 it never ran here)")
    .action(
      guarded<Shared>(async (options) => {
        const view = await essStatus(placeOf(options), options.url ?? null);
        if (options.json) sayJson(view);
        else say(renderEssStatus(view));
        return view.source === "http" && view.state.level === "NORMAL" ? EXIT.ok : EXIT.failed;
      }),
    );
}

function addStop(ess: Command): void {
  withPerson(withUrl(ess.command("stop")))
    .description(
      "stop the desk; works with Redis, Postgres and the launcher down, and, by a file, when the emergency stop itself does not answer",
    )
    .addOption(
      new Option("--level <level>", "PAUSE: no entries; REDUCE_ONLY, HALT: resting entries go too").choices(STOP_LEVELS).default("HALT"),
    )
    .option("--close", "HALT and close all positions")
    .option("--wait <seconds>", "how long to wait until it is confirmed", positiveNumber, 30)
    .addHelpText("after", "\nExit code 0: in force and verified; 1: asked for, not confirmed within the wait.")
    .action(
      guarded<Wish & { level: StopLevel; close?: boolean; wait: number }>(async (options) => {
        const { level, by, reason, close = false } = options;
        const how = { url: options.url ?? null, waitMs: options.wait * 1_000 };
        const outcome = await stopDesk(placeOf(options), { level, close, by, reason }, how);
        if (options.json) sayJson(outcome);
        else say(renderOutcome(outcome));
        return outcome.confirmed ? EXIT.ok : EXIT.failed;
      }),
    );
}

function renderOutcome({ way, confirmed, level, file, note }: StopOutcome): string {
  const head = confirmed ? `stopped: ${level}` : "the stop is asked for, but not confirmed";
  return [head, `way          ${way === "http" ? "HTTP" : `stop file ${file}`}`, note].join("\n");
}

function addRearm(ess: Command): void {
  withPerson(withUrl(ess.command("rearm")))
    .description("let the desk trade again after a stop")
    .option("--remove-stop-file", "remove the stop file first, if there is one")
    .action(
      guarded<Wish & { removeStopFile?: boolean }>(async (options) => {
        const { by, reason } = options;
        const how = { url: options.url ?? null, removeFile: options.removeStopFile === true };
        const answer = await rearmDesk(placeOf(options), { by, reason }, how);
        if (options.json) sayJson(answer);
        else say(`re-armed by ${by}: level ${answer.level}`);
        return EXIT.ok;
      }),
    );
}

function addDrill(ess: Command): void {
  ess
    .command("drill")
    .description("prove the stop on a simulated exchange of its own, without Redis and Postgres; writes report.md and report.json")
    .option("--drills <n>", "how many", positiveWholeNumber, 30)
    .option("--out <folder>", "where the report goes; without it among the drills in .quantum")
    .addHelpText("after", "\nExit code 0: all targets met; 1: not; 130: interrupted.")
    .action(guarded<Shared & DrillWish>(async ({ drills, out, json }) => drillDesk({ drills, out: out ?? null, json: json === true })));
}

function withUrl(command: Command): Command {
  return command.option("--url <url>", "where the emergency stop listens, when it is not where it says").addOption(withRunner());
}

function placeOf(options: FleetChoice): EssPlace {
  return usesDocker(options) ? dockerPlace() : launcherPlace(homeOf(options.instance));
}

/** Both go into the audit. */
function withPerson(command: Command): Command {
  return command.option("--by <name>", "who wants it", userInfo().username).requiredOption("--reason <words>", "why; goes into the audit");
}
