import { closeSync, existsSync, fdatasyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "./command.ts";

/** The state folder holds something else than this market's journal, or cannot be used. */
export class JournalError extends Error {
  override readonly name = "JournalError";
}

/** What a journal belongs to: commands only mean the same on the same market with the same start. */
export interface JournalHeader {
  readonly format: 1;
  readonly tape: string;
  readonly seed: number;
  readonly walletUsd: string;
  readonly startAt: number;
}

const FILE = "commands.jsonl";

/**
 * Every accepted command, one line each, on disk before anybody hears of it. After a crash the commands are applied again
 * and the books are what they were. A line cut off by the crash was never answered and is dropped.
 */
export class Journal {
  private readonly file: number;
  private readonly path: string;
  /** Commands found when it was opened. */
  readonly commands: readonly Command[];

  constructor(dir: string, header: JournalHeader) {
    this.path = join(dir, FILE);
    const fresh = prepare(dir, this.path);
    const found = fresh ? { commands: [], bytes: 0 } : readJournal(this.path, header);
    this.commands = found.commands;
    this.file = openSync(this.path, "a");
    ftruncateSync(this.file, found.bytes);
    if (found.bytes === 0) this.write(JSON.stringify(header), true);
  }

  /** Written to the operating system before it returns, so that a killed process loses nothing. */
  append(command: Command): void {
    this.write(JSON.stringify(command), false);
  }

  private write(line: string, sync: boolean): void {
    const bytes = Buffer.from(`${line}\n`);
    for (let done = 0; done < bytes.length; ) done += writeSync(this.file, bytes, done);
    if (sync) fdatasyncSync(this.file);
  }

  close(): void {
    fdatasyncSync(this.file);
    closeSync(this.file);
  }
}

function prepare(dir: string, path: string): boolean {
  try {
    mkdirSync(dir, { recursive: true });
    return !existsSync(path);
  } catch (error) {
    throw new JournalError(
      `SIM_STATE_DIR: cannot use ${dir} (${(error as NodeJS.ErrnoException).code}). Name a folder that can be written.`,
    );
  }
}

function readJournal(path: string, header: JournalHeader): { commands: Command[]; bytes: number } {
  const content = readFileSync(path, "utf8");
  const whole = content.slice(0, content.lastIndexOf("\n") + 1);
  const [first, ...lines] = whole.split("\n").filter((line) => line !== "");
  if (first === undefined) return { commands: [], bytes: 0 };
  if (first !== JSON.stringify(header)) {
    throw new JournalError(
      `SIM_STATE_DIR: ${path} is the journal of another market or start (${first}). Name another folder, or remove it to begin anew.`,
    );
  }
  return { commands: lines.map((line, index) => parseLine(path, line, index + 2)), bytes: Buffer.byteLength(whole) };
}

function parseLine(path: string, line: string, number: number): Command {
  try {
    return JSON.parse(line) as Command;
  } catch {
    throw new JournalError(`SIM_STATE_DIR: ${path} line ${number} is damaged. Restore the file, or remove it to begin anew.`);
  }
}
