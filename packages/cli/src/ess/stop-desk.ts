import { setTimeout as pause } from "node:timers/promises";
import { CliFailure, EXIT } from "../failure.ts";
import { EssDoor, refusalOf } from "./ess-door.ts";
import { newestDecision } from "./ess-journal.ts";
import type { EssPlace } from "./ess-place.ts";

/** Levels a person may ask for. */
export const STOP_LEVELS = ["PAUSE", "REDUCE_ONLY", "HALT"] as const;
export type StopLevel = (typeof STOP_LEVELS)[number];

/** A stop as it is asked for. */
export interface StopWish {
  readonly level: StopLevel;
  readonly close: boolean;
  readonly by: string;
  readonly reason: string;
}

/** Which way a stop went, and whether it is known to be in force. */
export interface StopOutcome {
  readonly way: "http" | "file";
  /** True: it is in force and what has to go at the exchange is gone. */
  readonly confirmed: boolean;
  /** The level as the emergency stop tells it; null while it tells nothing. */
  readonly level: string | null;
  readonly sweep: unknown;
  readonly file: string | null;
  readonly note: string;
}

const LOOK_EVERY_MS = 100;

/** Stops the desk: by HTTP, and if that does not work by the stop file. Says which, and waits up to `waitMs` until it is confirmed. */
export async function stopDesk(place: EssPlace, wish: StopWish, how: { url: string | null; waitMs: number }): Promise<StopOutcome> {
  if (wish.close && wish.level !== "HALT")
    throw new CliFailure("positions are closed with HALT only", "leave --close out, or use --level HALT", EXIT.usage);
  try {
    return await stopByHttp(place, wish, how);
  } catch (error) {
    return stopByFile(place, wish, { waitMs: how.waitMs, problem: (error as Error).message });
  }
}

async function stopByHttp(place: EssPlace, wish: StopWish, { url, waitMs }: { url: string | null; waitMs: number }): Promise<StopOutcome> {
  const door = await EssDoor.open(place, url);
  const answer = await door.post("/stop", wish);
  if (answer.status !== 202) throw refusalOf(answer, "see its log");
  const done = await until(waitMs, async () => {
    const { body } = await door.get("/status");
    const sweep = body.sweep as { phase: string; close: boolean } | null;
    return sweep === null || (sweep.phase === "DONE" && sweep.close === wish.close) ? body : null;
  }).catch((error: Error) => error);
  if (done instanceof Error || done === null) {
    const why = done instanceof Error ? done.message : `the exchange is not clear after ${waitMs / 1000} s; it is tried on and on`;
    return { way: "http", confirmed: false, level: String(answer.body.level), sweep: answer.body.sweep, file: null, note: why };
  }
  const { level, sweep } = done as { level: string; sweep: unknown };
  const note = sweep ? "what has to go at the exchange is gone, verified twice" : "no entries from now on; resting orders stay";
  return { way: "http", confirmed: true, level, sweep, file: null, note };
}

/** The file knows one level, HALT: stricter than asked for is right when nobody answers. */
async function stopByFile(place: EssPlace, wish: StopWish, { waitMs, problem }: { waitMs: number; problem: string }): Promise<StopOutcome> {
  const file = place.stopFile;
  place.writeStopFile(`${wish.close ? "CLOSE" : "HALT"} ${wish.reason} (${wish.by})\n`);
  const known = await until(waitMs, async () => {
    const memory = newestDecision(place.journal());
    const taken = memory?.causes.some(({ trigger, level, close }) => trigger === "MANUAL" && level === "HALT" && (close || !wish.close));
    return taken && memory?.sweep?.phase === "DONE" ? memory : null;
  });
  const level = (known ?? newestDecision(place.journal()))?.level ?? null;
  const sweep = known?.sweep ?? null;
  if (known)
    return {
      way: "file",
      confirmed: true,
      level,
      sweep,
      file,
      note: `HTTP did not work (${problem}); its journal shows the stop in force`,
    };
  const whose =
    place.journal() === null
      ? "none has ever run here (is it another folder or --instance?), and one that is started here"
      : "the emergency stop";
  const note = `HTTP did not work (${problem}); ${whose} halts as soon as it sees the file, at the latest when it starts; ${place.howToStart}`;
  return { way: "file", confirmed: false, level, sweep, file, note };
}

async function until<T>(waitMs: number, look: () => Promise<T | null>): Promise<T | null> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const found = await look();
    if (found !== null || Date.now() > deadline) return found;
    await pause(LOOK_EVERY_MS);
  }
}
