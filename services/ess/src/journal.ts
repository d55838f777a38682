import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { type EssState, SHELL_LIMITS } from "./core/index.ts";

/** What one line says: the input, what it led to, and the state after it; or something that is about to be done at the exchange. */
export type JournalLine =
  | { readonly kind: "decision"; readonly recordedAt: number; readonly input: unknown; readonly effects: unknown; readonly state: EssState }
  | { readonly kind: "action"; readonly recordedAt: number; readonly action: string; readonly data: unknown };

/** What was found on the disk. `damaged`: there is a journal whose lines cannot be read; what was known is lost. */
export interface Recovered {
  readonly state: EssState | null;
  readonly damaged: string | null;
}

const CURRENT = "journal.jsonl";
const OLD = /^journal-\d+\.jsonl$/;

/**
 * Everything that was decided, on the local disk and flushed before it is done. The newest decision in it is where a restart goes on. Needs
 * nothing but a folder.
 */
export class Journal {
  readonly folder: string;
  readonly recovered: Recovered;
  private file: number;
  private lines = 0;
  private bytes = 0;
  private newest: string | null = null;

  /** Opens the folder (made if missing) and reads what is there. */
  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.recovered = this.recover();
    this.file = openSync(join(folder, CURRENT), "a", 0o600);
  }

  /** Appends one line; it is on the disk when this returns. */
  append(line: JournalLine): void {
    const text = `${JSON.stringify(line)}\n`;
    if (line.kind === "decision") this.newest = text;
    if (this.lines >= SHELL_LIMITS.journalLines) this.rotate();
    try {
      writeSync(this.file, text);
      fsyncSync(this.file);
    } catch (error) {
      // Half a line in the middle would make everything after it unreadable.
      ftruncateSync(this.file, this.bytes);
      throw error;
    }
    this.lines += 1;
    this.bytes += Buffer.byteLength(text);
  }

  close(): void {
    closeSync(this.file);
  }

  /** Begins a new file with the newest decision; the old one is kept for a while. There is a readable journal at every moment. */
  private rotate(): void {
    const next = join(this.folder, "journal.next");
    const file = openSync(next, "w", 0o600);
    const first = this.newest ?? "";
    writeSync(file, first);
    fsyncSync(file);
    const current = join(this.folder, CURRENT);
    const old = this.old();
    const number = Number(old.at(-1)?.replace(/\D/g, "") ?? "0") + 1;
    const kept = join(this.folder, `journal-${String(number).padStart(9, "0")}.jsonl`);
    renameSync(current, kept);
    renameSync(next, current);
    closeSync(this.file);
    this.file = file;
    this.lines = 1;
    this.bytes = Buffer.byteLength(first);
    for (const name of old.slice(0, Math.max(0, old.length + 1 - SHELL_LIMITS.journalsKept))) rmSync(join(this.folder, name));
  }

  private old(): string[] {
    return readdirSync(this.folder)
      .filter((name) => OLD.test(name))
      .sort();
  }

  /** The newest decision; a last line that was not finished does not count, anything else unreadable is damage. */
  private recover(): Recovered {
    const current = this.read(CURRENT);
    const last = this.old().at(-1);
    const text = current ?? (last === undefined ? null : this.read(last));
    if (text === null) return { state: null, damaged: null };
    const lines = text.split("\n");
    const unfinished = lines.pop() ?? "";
    if (current !== null) this.forgetUnfinished(current, unfinished);
    let state: EssState | null = null;
    for (const [index, line] of lines.entries()) {
      try {
        const parsed = JSON.parse(line) as JournalLine;
        if (parsed.kind === "decision") state = parsed.state;
      } catch (error) {
        return { state, damaged: `line ${index + 1} of the journal cannot be read: ${(error as Error).message}` };
      }
    }
    return { state, damaged: null };
  }

  private forgetUnfinished(text: string, unfinished: string): void {
    this.bytes = Buffer.byteLength(text) - Buffer.byteLength(unfinished);
    this.lines = text.split("\n").length - 1;
    if (unfinished === "") return;
    const file = openSync(join(this.folder, CURRENT), "r+");
    ftruncateSync(file, this.bytes);
    fsyncSync(file);
    closeSync(file);
  }

  private read(name: string): string | null {
    try {
      return readFileSync(join(this.folder, name), "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw error;
    }
  }
}
