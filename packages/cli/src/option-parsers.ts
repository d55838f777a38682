import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { INTERVALS, type Interval } from "@quantum/types";
import { InvalidArgumentError } from "commander";
import { MOST_AI_WORKERS } from "./launch/ai-workers.ts";

/** Parsers for option values; commander prints their message next to the option's name. */
export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("it must be a whole number.");
  return Number(text);
}

export function positiveWholeNumber(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) === 0) throw new InvalidArgumentError("it must be a whole number above 0.");
  return Number(text);
}

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError("it must be a number above 0.");
  return value;
}

/** "max" or a number of times faster than real time. */
export function speed(text: string): number | "max" {
  return text === "max" ? "max" : positiveNumber(text);
}

export function day(text: string): string {
  const valid = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
  if (!valid) throw new InvalidArgumentError("it must be a day such as 2023-07-13.");
  return text;
}

export function interval(text: string): Interval {
  const found = INTERVALS.find((known) => known === text);
  if (!found) throw new InvalidArgumentError(`it must be one of ${INTERVALS.join(", ")}.`);
  return found;
}

export function folder(text: string): string {
  const path = resolve(text);
  if (!existsSync(path) || !statSync(path).isDirectory()) throw new InvalidArgumentError(`there is no folder ${path}.`);
  return path;
}

/** "auto" or nothing else: ports of the manifest are the default. */
export function portsChoice(text: string): "auto" {
  if (text !== "auto") throw new InvalidArgumentError('the only choice is "auto"; to shift all ports use --port-offset.');
  return "auto";
}

/** The mode in which modules start. */
export function moduleMode(text: string): "OBSERVE" | "ENFORCED" {
  const mode = text.toUpperCase() === "ENFORCE" ? "ENFORCED" : text.toUpperCase();
  if (mode !== "OBSERVE" && mode !== "ENFORCED") throw new InvalidArgumentError("it must be observe or enforced.");
  return mode;
}

/** How many workers share the symbols with ai_engine. */
export function aiWorkerCount(text: string): number {
  const count = wholeNumber(text);
  if (count > MOST_AI_WORKERS) throw new InvalidArgumentError(`there can be no more than ${MOST_AI_WORKERS}.`);
  return count;
}

/** Names or symbols with commas between them. */
export function list(text: string): string[] {
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  if (names.length === 0) throw new InvalidArgumentError("it must be a list such as a,b.");
  return names;
}

/** A count, or a list of symbols. */
export function symbols(text: string): string {
  if (/^[1-9]\d*$/.test(text)) return text;
  const names = list(text.toUpperCase());
  const wrong = names.find((name) => !/^[A-Z0-9]{2,20}$/.test(name));
  if (wrong !== undefined) throw new InvalidArgumentError(`"${wrong}" is not a symbol; use a count, or a list such as BTCUSDT,ETHUSDT.`);
  return names.join(",");
}
