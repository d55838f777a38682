import type { Interval } from "@quantum/types";
import { type Command, Option } from "commander";
import { down } from "./commands/down.ts";
import { follow, logFileOf, tailOf } from "./commands/logs.ts";
import { setModeWithDocker, setModeWithLauncher } from "./commands/mode.ts";
import { allWell, renderStatus, totalsOf } from "./commands/status.ts";
import { up } from "./commands/up.ts";
import { EXIT } from "./failure.ts";
import { guarded } from "./guard.ts";
import { homeOf } from "./home.ts";
import { coreServices } from "./launch/fleet.ts";
import { LauncherClient } from "./launch/launcher-client.ts";
import { chooseModules, type ModuleMode } from "./launch/modules.ts";
import {
  aiWorkerCount,
  day,
  folder,
  interval,
  list,
  moduleMode,
  portsChoice,
  positiveNumber,
  symbols,
  wholeNumber,
} from "./option-parsers.ts";
import { duration, note, say, sayJson } from "./output.ts";
import { type FleetChoice, usesDocker, withRunner } from "./which-fleet.ts";

interface Shared {
  readonly json?: boolean;
  readonly instance?: string;
}

interface UpOptions extends Shared {
  readonly only?: readonly string[];
  readonly modules?: string;
  readonly mode?: ModuleMode;
  readonly aiWorkers: number;
  readonly data?: string;
  readonly date?: string;
  readonly symbols: string;
  readonly interval: Interval;
  readonly clock: "lockstep" | "paced";
  readonly speed: number;
  readonly seed: number;
  readonly walletUsd: number;
  readonly portOffset: number;
  readonly ports?: "auto";
}

/** up, down, status, logs, mode, stop, start, kill. */
export function addFleetCommands(program: Command): void {
  addUp(program);
  addDown(program);
  addStatus(program);
  addLogs(program);
  addMode(program);
  addServiceControl(program);
}

function addUp(program: Command): void {
  program
    .command("up")
    .description("start the fleet in the background; returns when every service is healthy")
    .option("--only <services>", "only these services, with commas between them", list)
    .option("--modules <which>", "all, none, phase:<n>, or names with commas between them (default: those whose flag is on)")
    .option("--mode <mode>", "observe or enforced: the mode in which the modules start", moduleMode)
    .option("--ai-workers <n>", "workers that share the symbols with ai_engine", aiWorkerCount, 0)
    .option("--data <folder>", "market data for the exchange simulator (default: generated)", folder)
    .option("--date <day>", "the market day to start at (default: today)", day)
    .option("--symbols <n|list>", "how many symbols, or which", symbols, "20")
    .option("--interval <interval>", "length of the trading interval", interval, "5m")
    .addOption(new Option("--clock <clock>", "lockstep: advanced from outside").choices(["lockstep", "paced"]).default("paced"))
    .option("--speed <n>", "market time per real time, for a paced clock", positiveNumber, 1)
    .option("--seed <n>", "seed of the market generator and of the order book", wholeNumber, 1)
    .option("--wallet-usd <amount>", "what the account starts with", positiveNumber, 10_000)
    .option("--port-offset <n>", "added to every port", wholeNumber, 0)
    .option("--ports <auto>", "auto: free ports instead of the usual ones", portsChoice)
    .action(
      guarded<UpOptions>(async (options) => {
        const result = await up({
          home: homeOf(options.instance),
          ports: options.ports ?? { offset: options.portOffset },
          only: servicesOf(options),
          moduleMode: options.mode ?? null,
          aiWorkers: options.aiWorkers,
          market: {
            dataFolder: options.data ?? null,
            date: options.date ?? new Date().toISOString().slice(0, 10),
            symbols: options.symbols,
            interval: options.interval,
            clock: options.clock,
            speed: options.speed,
            seed: options.seed,
            walletUsd: options.walletUsd,
          },
          progress: (step) => note(step),
        });
        if (options.json) sayJson(result);
        else if (result.already) say(`already up (${result.status.phase})\n\n${renderStatus(result.status)}`);
        else
          say(
            `all services healthy after ${duration(result.status.fleet?.allHealthyMs ?? null)}; console: ${result.status.fleet?.console ?? "none"}`,
          );
        return EXIT.ok;
      }),
    );
}

/** The core with the modules asked for; a list of services stands for itself. */
function servicesOf({ only, modules }: UpOptions): string[] {
  if (only && modules === undefined) return [...only];
  return [...(only ?? coreServices()), ...chooseModules(modules ?? null, process.env)];
}

function addDown(program: Command): void {
  program
    .command("down")
    .description("stop the fleet, its Redis and its Postgres; data is kept")
    .action(
      guarded<Shared>(async (options) => {
        const stopped = await down(homeOf(options.instance));
        if (options.json) sayJson({ stopped });
        else say(stopped ? "stopped" : "nothing was running");
        return EXIT.ok;
      }),
    );
}

function addStatus(program: Command): void {
  program
    .command("status")
    .description("every service: health, mode, lag, memory (exit code 0 all well, 1 not, 3 not running)")
    .action(
      guarded<Shared>(async (options) => {
        const status = await LauncherClient.require(homeOf(options.instance)).status();
        if (options.json) sayJson({ ...status, totals: status.fleet && totalsOf(status.fleet) });
        else say(renderStatus(status));
        return status.fleet && allWell(status.fleet) ? EXIT.ok : EXIT.failed;
      }),
    );
}

function addLogs(program: Command): void {
  program
    .command("logs <service>")
    .description('the log of a service, of "launcher" or of "postgres"')
    .option("-f, --follow", "go on until Ctrl-C")
    .option("-n, --lines <n>", "how many lines", wholeNumber, 50)
    .action(
      guarded<Shared & { follow?: boolean; lines: number }>(async (options, [service]) => {
        const file = logFileOf(homeOf(options.instance), service as string);
        if (options.follow) await follow(file, options.lines);
        else if (options.json) sayJson({ file, lines: tailOf(file, options.lines) });
        else for (const line of tailOf(file, options.lines)) say(line);
        return EXIT.ok;
      }),
    );
}

function addMode(program: Command): void {
  program
    .command("mode <service> <mode>")
    .description("set a service to OFF, OBSERVE or ENFORCED; audited")
    .addOption(withRunner())
    .requiredOption("--reason <words>", "why; goes into the audit")
    .action(
      guarded<FleetChoice & { json?: boolean; reason: string }>(async (options, [service, mode]) => {
        const wish = { service: service as string, mode: mode as string, reason: options.reason };
        const answer = usesDocker(options) ? await setModeWithDocker(wish) : await setModeWithLauncher(homeOf(options.instance), wish);
        if (options.json) sayJson(answer);
        else say(`${service} is set to ${(mode as string).toUpperCase()}`);
        return EXIT.ok;
      }),
    );
}

const CONTROL = {
  stop: "stop one service on purpose; it stays stopped",
  start: "start a service that was stopped",
  kill: "end one service without warning, as a crash would; it is restarted",
} as const;

function addServiceControl(program: Command): void {
  for (const action of ["stop", "start", "kill"] as const) {
    program
      .command(`${action} <service>`)
      .description(CONTROL[action])
      .action(
        guarded<Shared>(async (options, [service]) => {
          await LauncherClient.require(homeOf(options.instance)).service(service as string, action);
          if (options.json) sayJson({ service, action });
          else say(`${service}: ${action} done`);
          return EXIT.ok;
        }),
      );
  }
}
