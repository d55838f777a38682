import type { Health } from "@quantum/service-kit/health";
import { type EssState, NAME } from "./core/index.ts";

/** What health is judged on. */
export interface EssVitals {
  readonly version: string;
  readonly phase: number;
  readonly startedAt: number;
  readonly now: number;
  readonly state: Readonly<EssState>;
  readonly redis: string;
  readonly postgres: string;
  readonly rowsBacklog: number;
  readonly lag: number | null;
  readonly exchangeProblem: string | null;
  readonly journalProblem: string | null;
  readonly alertProblems: Readonly<Record<string, string>>;
  /** Why no command can be given, but by the stop file. */
  readonly controlProblem: string | null;
  readonly equityStaleMs: number;
}

/**
 * Able to stop: HEALTHY. Blind to equity or unable to write its journal: UNHEALTHY. Without bus, database or alerts it does its work: DEGRADED.
 * A desk that is stopped is no illness.
 */
export function healthOf(vitals: EssVitals): Health {
  const { state, now } = vitals;
  const dependencies: Record<string, string> = {
    redis: vitals.redis,
    postgres: vitals.postgres,
    exchange: vitals.exchangeProblem ?? "ok",
    journal: vitals.journalProblem ?? "ok",
    ...vitals.alertProblems,
    ...(vitals.controlProblem === null ? {} : { control_token: vitals.controlProblem }),
  };
  const blind = state.mode.mode !== "OFF" && Math.abs(now - (state.equityAt ?? vitals.startedAt)) > vitals.equityStaleMs;
  const fatal = [...(blind ? ["equity is not known"] : []), ...(vitals.journalProblem ? ["the journal cannot be written"] : [])];
  const wrong = Object.entries(dependencies).flatMap(([name, what]) => (what === "ok" ? [] : [`${name}: ${what}`]));
  return {
    service: NAME,
    status: fatal.length > 0 ? "UNHEALTHY" : wrong.length > 0 ? "DEGRADED" : "HEALTHY",
    reasons: [...fatal, ...wrong],
    mode: state.mode.mode,
    modeFrom: state.mode.from,
    phase: vitals.phase,
    version: vitals.version,
    startedAt: vitals.startedAt,
    at: now,
    uptimeMs: now - vitals.startedAt,
    lastEventAt: state.equityAt,
    lastEventAgeMs: state.equityAt === null ? null : now - state.equityAt,
    marketAt: state.marketAt === 0 ? null : state.marketAt,
    lag: vitals.lag,
    rowsBacklog: vitals.rowsBacklog,
    rssBytes: process.memoryUsage.rss(),
    dependencies,
  };
}
