import { fork } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { constants, setPriority } from "node:os";
import type { JobContext } from "./job-worker.ts";
import { JOB_LIMITS, type JobLimits } from "./limits.ts";

/** Set in the environment of a process that is to do one piece of work and end. */
const WORK_VARIABLE = "JOB_PROCESS";

/** What the parent sends, and what it hears. */
interface WorkOrder {
  readonly kind: string;
  readonly data: unknown;
  readonly settings: unknown;
}
type WorkNews = { readonly progress: number } | { readonly done: unknown } | { readonly failed: string };

/** What a piece of work has besides the data of its job: settings of the worker (they never stand in the queue), and a way to say how far it is. */
export interface WorkContext {
  readonly settings: unknown;
  progress(ratio: number): void;
}

/** A piece of work as its own process does it. */
export type Work = (data: unknown, context: WorkContext) => Promise<unknown>;

/** How work gets its process: the program, what it is told, and its bounds. */
export interface WorkPlace {
  readonly entry: string;
  readonly settings: unknown;
  readonly limits?: JobLimits;
}

/** Whether this process was started by `workInProcess`. */
export function isWorkProcess(): boolean {
  return process.env[WORK_VARIABLE] === "true";
}

/**
 * Does a job's work in a process of its own, of the lowest priority, from the program `entry`: no loop of a service stands still
 * for it, the scheduler runs it when nobody else wants the processor, and all its memory goes back when it ends. It ends with its
 * parent, when the signal aborts, or when time is up.
 */
export function workInProcess({ entry, settings, limits = JOB_LIMITS }: WorkPlace, data: unknown, context: JobContext): Promise<unknown> {
  const { signal, kind } = context;
  signal.throwIfAborted();
  const child = fork(entry, [], {
    execArgv: [...process.execArgv.filter((flag) => !flag.startsWith("--max-old-space-size")), `--max-old-space-size=${limits.memoryMb}`],
    env: { ...process.env, [WORK_VARIABLE]: "true" },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    // A session of its own, so that its priority counts against all others and not only within its parent's.
    detached: true,
  });
  if (child.pid !== undefined) giveWay(child.pid);
  return new Promise((resolve, reject) => {
    const end = (why: string): void => {
      child.kill("SIGKILL");
      reject(new Error(why));
    };
    const timer = setTimeout(() => end(`it took longer than ${limits.tryMs / 1000} s and was ended`), limits.tryMs);
    const onAbort = (): void => end(String(signal.reason ?? "aborted"));
    signal.addEventListener("abort", onAbort, { once: true });
    child.on("message", (news: WorkNews) => {
      if ("progress" in news) context.progress(news.progress);
      else if ("done" in news) resolve(news.done);
      else reject(new Error(news.failed));
    });
    child.on("error", reject);
    child.on("exit", (code, killedBy) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      reject(
        new Error(`its process ended without a result (${killedBy ?? `exit code ${code}`}; it may have ${limits.memoryMb} MB of heap)`),
      );
    });
    child.send({ kind, data, settings } satisfies WorkOrder);
  });
}

/**
 * The processor goes to whoever trades first: lowest priority for the process, and for its session where Linux shares the processor among
 * sessions first (autogroup; among containers their own weights decide). Measured with both cores busy: p99 of a hop 2.8 ms instead of 5.4 ms.
 */
export function giveWay(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
    const session = `/proc/${pid}/autogroup`;
    if (existsSync(session)) writeFileSync(session, String(constants.priority.PRIORITY_LOW));
  } catch {
    // It has ended already, or may not be slowed down: its end tells, and slower is only a courtesy.
  }
}

/** The other side: does the one piece of work this process was started for, and ends. */
export async function serveWork(works: Readonly<Record<string, Work>>): Promise<void> {
  process.once("disconnect", () => process.exit(1));
  const { kind, data, settings } = await new Promise<WorkOrder>((resolve) => process.once("message", resolve));
  const say = (news: WorkNews): Promise<void> => new Promise((sent) => process.send?.(news, undefined, undefined, () => sent()));
  try {
    const work = works[kind];
    if (!work) throw new Error(`this program does no "${kind}"`);
    await say({ done: (await work(data, { settings, progress: (ratio) => void say({ progress: ratio }) })) ?? null });
  } catch (error) {
    await say({ failed: error instanceof Error ? error.message : String(error) });
  }
  process.exit(0);
}
