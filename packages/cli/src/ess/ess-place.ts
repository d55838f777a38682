/** Where an emergency stop is: how it is asked, and what can be done at its disk when it does not answer. */
export interface EssPlace {
  /** Where it listens; null when it has never run there. @throws CliFailure when that cannot be told. */
  address(): string | null;
  controlToken(): string;
  /** Its journal as it is now; null when there is none. */
  journal(): string | null;
  /** The stop file, as its owner names it. */
  readonly stopFile: string;
  stopFileExists(): boolean;
  writeStopFile(text: string): void;
  removeStopFile(): void;
  /** What brings it up when it is down. */
  readonly howToStart: string;
}
