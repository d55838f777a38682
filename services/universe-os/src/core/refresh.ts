import { isEnforced } from "@quantum/roster";
import { INTERVAL_MS } from "@quantum/types";
import { type Candidate, candidateOf } from "./candidate.ts";
import { inOrderOfPlaces } from "./capacity.ts";
import { filter } from "./filters.ts";
import { type Finding, finding } from "./finding.ts";
import { LIMITS, type UniverseSettings } from "./limits.ts";
import { membership } from "./membership.ts";
import { type ScoreParts, scoreOf, scorePartsOf } from "./score.ts";
import type { UniverseState } from "./state.ts";

/** A symbol after all rules: whether it is in, its score (null when a filter keeps it out) and every finding that decided. */
export interface Assessment {
  readonly candidate: Candidate;
  readonly included: boolean;
  readonly score: number | null;
  readonly parts: ScoreParts | null;
  /** What kept it out; for a member the one finding that let it in. */
  readonly decided: readonly Finding[];
}

type Scored = Candidate & { readonly score: number; readonly parts: ScoreParts; readonly entry: Finding };

/** Judges every symbol there ever was, at market time `at`. Changes nothing. */
export function assess(state: Readonly<UniverseState>, at: number, settings: UniverseSettings): Assessment[] {
  const constrained = state.coreOnly;
  const candidates = Object.keys(state.symbols).map((symbol) => candidateOf(state, symbol, at));
  const failures = new Map(
    candidates.map((candidate) => [candidate.symbol, filter(candidate, { settings, constrained }).filter(({ passed }) => !passed)]),
  );
  const sound = candidates.filter(({ symbol }) => failures.get(symbol)?.length === 0);
  const scored = scoreAll(state, sound, { at, settings });
  const places = inOrderOfPlaces(
    scored.filter(({ entry }) => entry.passed),
    at,
    settings,
  );
  const placeOf = new Map(places.map(({ symbol }, i) => [symbol, i + 1]));
  const out = candidates.flatMap((candidate): Assessment[] => {
    const decided = failures.get(candidate.symbol) ?? [];
    return decided.length === 0 ? [] : [{ candidate, included: false, score: null, parts: null, decided }];
  });
  return [...scored.map((one) => placed(one, placeOf.get(one.symbol) ?? null, settings)), ...out];
}

function placed(scored: Scored, place: number | null, { maxMembers }: UniverseSettings): Assessment {
  const { score, parts, entry, ...candidate } = scored;
  if (place === null || place <= maxMembers) return { candidate, included: place !== null, score, parts, decided: [entry] };
  const full = finding("UOS-10", { passed: false, observed: place, limit: maxMembers, reason: `place ${place} of ${maxMembers}` });
  return { candidate, included: false, score, parts, decided: [full] };
}

function scoreAll(
  state: Readonly<UniverseState>,
  sound: readonly Candidate[],
  { at, settings }: { readonly at: number; readonly settings: UniverseSettings },
): Scored[] {
  const byTurnover = [...sound].sort((a, b) => turnoverOf(b) - turnoverOf(a) || (a.symbol < b.symbol ? -1 : 1));
  const ranking = rankingReader(state, at);
  return byTurnover.map((candidate, i) => {
    const standing = { liquidity: (sound.length - i) / sound.length, ranking: ranking(candidate) };
    const parts = scorePartsOf(candidate, standing, settings);
    const score = scoreOf(parts);
    return { ...candidate, score, parts, entry: membership(candidate, score, settings) };
  });
}

/** Rankings count while the ranker binds; one that binds and says nothing, or nothing about this symbol, gives 0. */
function rankingReader(state: Readonly<UniverseState>, at: number): (candidate: Candidate) => number | null {
  if (!isEnforced(state.roster, "opportunity_ranker")) return () => null;
  const stepMs = state.interval === null ? 0 : INTERVAL_MS[state.interval];
  const fresh = state.rankedAt !== null && at - state.rankedAt <= LIMITS.rankingMaxAgeBars * stepMs;
  return ({ ranking }) => (fresh ? (ranking ?? 0) : 0);
}

function turnoverOf({ day }: Candidate): number {
  return day?.quoteVolumeUsd ?? 0;
}
