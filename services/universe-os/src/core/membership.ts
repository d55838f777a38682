import type { Candidate } from "./candidate.ts";
import { type Finding, finding } from "./finding.ts";
import type { UniverseSettings } from "./limits.ts";

const MINUTE_MS = 60_000;

/**
 * UOS-09: a member leaves below the exit score, and not before its minimum stay is over; an outsider enters with the entry score (UOS-08) or
 * more. Between the two scores everybody stays what they are.
 */
export function membership({ at, memberSince }: Candidate, score: number, settings: UniverseSettings): Finding {
  const { enterScore, leaveScore, minStayMs } = settings;
  if (memberSince === null)
    return finding("UOS-08", { passed: score >= enterScore, observed: score, limit: enterScore, reason: `its score is ${score}` });
  if (score >= leaveScore)
    return finding("UOS-09", { passed: true, observed: score, limit: leaveScore, reason: `a member with a score of ${score} stays` });
  const stayedMs = at - memberSince;
  if (stayedMs >= minStayMs)
    return finding("UOS-09", { passed: false, observed: score, limit: leaveScore, reason: `a member with a score of ${score} leaves` });
  const stayed = Math.floor(stayedMs / MINUTE_MS);
  return finding("UOS-09", {
    passed: true,
    observed: score,
    limit: leaveScore,
    reason: `a member for ${stayed} minutes only; it stays at least ${minStayMs / MINUTE_MS}`,
  });
}
