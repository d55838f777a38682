import { spawn } from "node:child_process";
import { createReadStream, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FLEET } from "../../../../fleet.ts";
import { CliFailure, EXIT } from "../failure.ts";
import type { Home } from "../home.ts";

/** What writes a log, besides workers. */
const NAMES: readonly string[] = ["launcher", "postgres", ...FLEET.map(({ name }) => name)];

/** Path of one service's log. @throws CliFailure naming the logs there are. */
export function logFileOf(home: Home, service: string): string {
  const file = join(home.logs, `${service}.log`);
  if (/^[a-z0-9_]+$/.test(service) && existsSync(file)) return file;
  const known = existsSync(home.logs)
    ? readdirSync(home.logs)
        .filter((name) => name.endsWith(".log"))
        .map((name) => name.slice(0, -4))
    : [];
  if (known.length === 0 && !NAMES.includes(service))
    throw new CliFailure(`there is no service "${service}"`, `use one of: ${NAMES.join(", ")}`, EXIT.usage);
  const fix = known.length > 0 ? `use one of: ${known.join(", ")}` : "start the fleet with ./quantum up; it writes them";
  throw new CliFailure(`there is no log of "${service}"`, fix, known.length > 0 ? EXIT.usage : EXIT.notRunning);
}

/** The last lines of a log. */
export function tailOf(file: string, lines: number): string[] {
  const text = readFileSync(file, "utf8").trimEnd();
  return text === "" ? [] : text.split("\n").slice(-lines);
}

/** Prints a log as it grows, until Ctrl-C. */
export function follow(file: string, lines: number): Promise<void> {
  // `tail -F` also goes on when the log is emptied because it had grown too large.
  const tail = spawn("tail", ["-n", String(lines), "-F", file], { stdio: ["ignore", "inherit", "ignore"] });
  return new Promise((resolve, reject) => {
    tail.once("error", () => createReadStream(file).pipe(process.stdout).once("close", resolve).once("error", reject));
    tail.once("exit", () => resolve());
    process.once("SIGINT", () => tail.kill());
  });
}
