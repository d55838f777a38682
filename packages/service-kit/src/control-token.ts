import { readFileSync } from "node:fs";

/** A shorter token could be guessed. */
export const CONTROL_TOKEN_MIN_LENGTH = 16;

/** The control token as it is now. */
export interface ControlToken {
  /** null: there is none that can be used, and every command is refused. */
  value(): string | null;
  /** Why it cannot be used, and what to do; null when it can. */
  problem(): string | null;
}

/**
 * The control token of this environment. One in a file (CONTROL_TOKEN_FILE) is read at every use: a new one holds from then on, and the one before
 * it is refused. The token that was read before never stands in for a file that cannot be read.
 */
export function controlTokenOf(env: Readonly<Record<string, string | undefined>>): ControlToken {
  const { CONTROL_TOKEN: fixed, CONTROL_TOKEN_FILE: file } = env;
  const read = fixed || !file ? () => checked(fixed ?? "", "CONTROL_TOKEN") : () => readToken(file);
  return { value: () => read().value, problem: () => read().problem };
}

interface Reading {
  readonly value: string | null;
  readonly problem: string | null;
}

function readToken(file: string): Reading {
  try {
    return checked(readFileSync(file, "utf8").trim(), file);
  } catch (error) {
    return unusable(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function checked(token: string, from: string): Reading {
  if (token === "") return unusable(`${from} is empty`);
  if (token.length < CONTROL_TOKEN_MIN_LENGTH) return unusable(`${from} is shorter than ${CONTROL_TOKEN_MIN_LENGTH} characters`);
  return { value: token, problem: null };
}

function unusable(what: string): Reading {
  return {
    value: null,
    problem: `${what}, so every command is refused; write a token of at least ${CONTROL_TOKEN_MIN_LENGTH} characters into it`,
  };
}
