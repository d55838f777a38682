/** A replay that cannot be run or shown: what is wrong, and what to do about it. */
export class ReplayProblem extends Error {
  override readonly name = "ReplayProblem";
  readonly fix: string;
  constructor(problem: string, fix: string) {
    super(problem);
    this.fix = fix;
  }
}
