import { LIMITS } from "./limits.ts";
import type { SeenService } from "./seen.ts";
import type { Watched } from "./state.ts";

/** A service seen for the first time. */
export function firstSight(seen: SeenService, nowMs: number): Watched {
  return {
    lifeAt: nowMs,
    restarts: seen.restarts,
    workAt: null,
    waitingSince: null,
    position: null,
    unfinishedThen: 0,
    standingSince: null,
    missingSince: null,
    missing: null,
    outSince: null,
  };
}

/** Brings what is remembered of a service up to date with a look. */
export function noteLook(watched: Watched, seen: SeenService, nowMs: number): void {
  const out = seen.run === "restarting" || seen.run === "gone" || seen.restarts > watched.restarts;
  watched.outSince = out ? (watched.outSince ?? Math.min(watched.lifeAt, nowMs)) : null;
  if (seen.run !== "running" && seen.run !== "unknown") {
    Object.assign(watched, { lifeAt: nowMs, waitingSince: null, position: null, standingSince: null, missingSince: null });
    return;
  }
  if (seen.row) watched.lifeAt = Math.max(watched.lifeAt, Math.min(seen.row.at, nowMs));
  if (seen.answer !== null && seen.answer !== "NONE") watched.lifeAt = nowMs;
  noteWork(watched, seen, nowMs);
  notePosition(watched, seen, nowMs);
  noteMissing(watched, seen, nowMs);
}

/** True when its own line is young enough to be believed. */
export function isFresh({ row }: SeenService, nowMs: number): boolean {
  return row !== null && nowMs - row.at <= LIMITS.rowFreshMs;
}

/** True when it runs and says so itself that all is well. */
export function isWell(seen: SeenService, nowMs: number): boolean {
  if (seen.run !== "running" && seen.run !== "unknown") return false;
  return seen.row === null ? seen.answer === "HEALTHY" : isFresh(seen, nowMs) && seen.row.status === "HEALTHY";
}

function noteWork(watched: Watched, seen: SeenService, nowMs: number): void {
  const { row } = seen;
  if (row === null || seen.answer === "NONE") return;
  // A line that is not written any more, while /health answers: what writes it stands still.
  const waits = !isFresh(seen, nowMs) || (row.lag ?? 0) > 0 || (row.status === "UNHEALTHY" && row.missing.length === 0);
  if (!waits) watched.waitingSince = null;
  else if (row.lastEventAt !== watched.workAt) watched.waitingSince = nowMs;
  else watched.waitingSince ??= nowMs;
  watched.workAt = row.lastEventAt;
}

function notePosition(watched: Watched, { unfinished, position }: SeenService, nowMs: number): void {
  if (unfinished === null || position === null) return;
  if (position !== watched.position || unfinished === 0)
    Object.assign(watched, { position, unfinishedThen: unfinished, standingSince: null });
  // Only what has been added since it stood still counts: a place nobody reads from any more never moves either.
  else if (unfinished > watched.unfinishedThen) watched.standingSince ??= nowMs;
}

function noteMissing(watched: Watched, seen: SeenService, nowMs: number): void {
  const missing = isFresh(seen, nowMs) ? (seen.row?.missing.join(", ") ?? "") : "";
  watched.missingSince = missing === "" ? null : (watched.missingSince ?? nowMs);
  watched.missing = missing === "" ? null : missing;
}
