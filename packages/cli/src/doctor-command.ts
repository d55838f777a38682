import type { Command } from "commander";
import type { Finding } from "./doctor/check.ts";
import { checkData, checkHome, checkPorts, checkSecrets } from "./doctor/instance.ts";
import { checkDisk, checkMemory, checkNode, checkRedis } from "./doctor/machine.ts";
import { checkPostgres } from "./doctor/postgres.ts";
import { EXIT } from "./failure.ts";
import { guarded } from "./guard.ts";
import { homeOf } from "./home.ts";
import { folder } from "./option-parsers.ts";
import { say, sayJson } from "./output.ts";
import { hasDeployment, preflight } from "./phase/preflight.ts";

interface DoctorOptions {
  readonly json?: boolean;
  readonly instance?: string;
  readonly data?: string;
  readonly fix?: boolean;
}

const MARKS = { ok: "ok      ", warning: "WARNING ", problem: "PROBLEM " } as const;

/** doctor. */
export function addDoctorCommand(program: Command): void {
  program
    .command("doctor")
    .description("look for what could keep the fleet from starting, and say what to do (exit code 1 when something would)")
    .option("--data <folder>", "also look at this market data", folder)
    .option("--fix", "generate missing secrets")
    .action(
      guarded<DoctorOptions>(async (options) => {
        const findings = await examine(options);
        if (options.json) sayJson({ findings });
        else for (const finding of findings) say(render(finding));
        return findings.some((finding) => finding.verdict === "problem") ? EXIT.failed : EXIT.ok;
      }),
    );
}

async function examine(options: DoctorOptions): Promise<Finding[]> {
  const home = homeOf(options.instance);
  return [
    checkNode(),
    await checkRedis(),
    await checkPostgres(),
    checkMemory(),
    checkDisk(),
    checkHome(home),
    checkSecrets(home, options.fix === true),
    await checkPorts(home),
    await checkData(options.data ?? null),
    ...(hasDeployment() ? preflight().map((finding) => ({ ...finding, check: `deployment: ${finding.check}` })) : []),
  ];
}

function render({ check, verdict, found, fix }: Finding): string {
  return `${MARKS[verdict]}${check}: ${found}${fix ? `\n          -> ${fix}` : ""}`;
}
