import { categoryOf, sectorOf } from "@quantum/market";
import { CODES } from "./codes.ts";
import type { Finding } from "./finding.ts";
import { LIMITS, type UniverseSettings } from "./limits.ts";
import { reduceOnlySymbols } from "./reduce-only.ts";
import { type Assessment, assess } from "./refresh.ts";
import { type Member, type Reason, recordOf, type Universe, type UniverseState } from "./state.ts";

/** Looks at every symbol anew and remembers who is in since when. */
export function refresh(state: UniverseState, at: number, settings: UniverseSettings): Universe {
  const assessments = assess(state, at, settings);
  for (const assessment of assessments) remember(state, assessment);
  const included = assessments.filter((assessment) => assessment.included);
  included.sort((a, b) => (b.score ?? 0) - (a.score ?? 0) || (a.candidate.symbol < b.candidate.symbol ? -1 : 1));
  const members = included.map(({ candidate, score }): Member => {
    return { symbol: candidate.symbol, status: "ACTIVE", score: score ?? 0, category: candidate.category, sector: candidate.sector };
  });
  const reasons = assessments
    .flatMap((assessment) => assessment.decided.map((decided) => reasonOf(assessment.candidate.symbol, decided)))
    .sort((a, b) => (a.symbol < b.symbol ? -1 : Number(a.symbol > b.symbol)) || (a.code < b.code ? -1 : 1));
  return withReduceOnly(state, { members, reasons, refreshedAt: at });
}

/** The last universe with reduce-only as positions stand now. */
export function holdOn(state: Readonly<UniverseState>, universe: Universe): Universe {
  const members = universe.members.filter(({ status }) => status === "ACTIVE");
  return withReduceOnly(state, { ...universe, members, reasons: universe.reasons.filter(({ code }) => code !== CODES["UOS-11"]) });
}

function withReduceOnly(state: Readonly<UniverseState>, { members, reasons, refreshedAt }: Universe): Universe {
  const leaving = reduceOnlySymbols(state, new Set(members.map(({ symbol }) => symbol)));
  const held = leaving.map((symbol): Member => {
    return { symbol, status: "REDUCE_ONLY", score: 0, category: categoryOf(symbol), sector: sectorOf(symbol) };
  });
  const observed = state.positions === null ? "positions are not known" : "open position";
  const why = leaving.map((symbol): Reason => {
    return { symbol, included: true, code: CODES["UOS-11"], measured: observed, limit: "flat" };
  });
  return { members: [...members, ...held], reasons: [...reasons, ...why], refreshedAt };
}

function remember(state: UniverseState, { candidate, included, decided }: Assessment): void {
  const record = recordOf(state, candidate.symbol);
  if (included === (record.memberSince !== null)) return;
  record.memberSince = included ? candidate.at : null;
  const { code, measured, limit } = reasonOf(candidate.symbol, decided[0] as Finding);
  record.changes.push({ at: candidate.at, included, code, measured, limit });
  if (record.changes.length > LIMITS.changesKept) record.changes.shift();
}

/** A finding in the words of the event. */
export function reasonOf(symbol: string, { rule, passed, observed, limit }: Finding): Reason {
  return { symbol, included: passed, code: CODES[rule as keyof typeof CODES], measured: observed, limit };
}
