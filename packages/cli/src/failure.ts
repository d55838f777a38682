/** Exit codes of every command. */
export const EXIT = { ok: 0, failed: 1, usage: 2, notRunning: 3, interrupted: 130 } as const;

/** A command that cannot go on: what is wrong, and what to do about it. */
export class CliFailure extends Error {
  override readonly name = "CliFailure";
  readonly fix: string;
  readonly exitCode: number;
  constructor(problem: string, fix: string, exitCode: number = EXIT.failed) {
    super(problem);
    this.fix = fix;
    this.exitCode = exitCode;
  }
}
