/** Something a person has to do something about: what is wrong, and what to do. */
export class Problem extends Error {
  constructor(message, fix) {
    super(message);
    this.fix = fix;
  }
}
