import { binds, type Effect, type EventData, emit, type FleetEvent, RISK_MODES, type RiskMode } from "@quantum/types";
import { isEnforced, type Roster } from "./roster.ts";

/** The one service whose directives are obeyed. */
export const COORDINATOR = "ai_hfos";

/** Numbers of directives. */
export const DIRECTIVE_LIMITS = {
  /** However far away a directive's end is, it holds no longer than a day: who still wants it says so again. */
  maxLifeMs: 24 * 3_600_000,
  /** A directive dated further ahead than an hour comes from a wrong clock: it holds from now on, not from then. */
  maxSkewMs: 3_600_000,
  /** Kept at most; the coordinator has one at a time, a person a few. */
  maxHeld: 32,
} as const;

type Constraints = EventData<"directive.issued">["constraints"];

/** A directive that was taken. It binds for cycles after `from`. */
export interface HeldDirective {
  directiveId: string;
  riskMode: RiskMode | null;
  constraints: Constraints;
  from: number;
  expiresAt: number;
  by: string;
  reason: string;
}

/** What a receiver knows of directives. Plain JSON: part of a core's state. */
export interface DirectiveBook {
  /** In the order of their ids, so that the order in which they came leaves no trace. */
  held: HeldDirective[];
  /** Newest cycle the coordinator answered. */
  heardAt: number;
  /** Newest cycle this receiver answered. */
  cycle: number;
}

/** Who receives, and which constraints mean something to it. A risk mode means something to everybody. */
export interface Receiver {
  readonly name: string;
  readonly understands: readonly string[];
}

/** Nothing was ordered. */
export function createDirectiveBook(): DirectiveBook {
  return { held: [], heardAt: 0, cycle: 0 };
}

/**
 * Takes a directive that is meant for this receiver, or refuses it with a code, and says which, once. One under an id that is known already and says the
 * same only lasts longer; one that says something else is refused, and what is more careful of both holds.
 */
export function hearDirective(book: DirectiveBook, input: FleetEvent<"directive.issued">, receiver: Receiver): Effect[] {
  const { targets, directiveId } = input.data;
  if (targets.length > 0 && !targets.includes(receiver.name)) return [];
  const answer = (obeyed: boolean, reason: string) => [
    emit("directive.acknowledged", { directiveId, service: receiver.name, obeyed, reason }),
  ];
  const refusal = refusalOf(book, input, receiver);
  if (refusal !== null) return answer(false, refusal);
  const directive = held(book, input);
  const known = book.held.find((one) => one.directiveId === directiveId);
  keep(book, known ? stricter(known, directive) : directive);
  if (known === undefined) return answer(true, `${directive.riskMode ?? "its constraints"} from the next cycle on`);
  return sameWords(known, directive) ? [] : answer(false, "CONTRADICTORY: another one came under this id; the more careful of both holds");
}

/**
 * The coordinator answered a cycle: of what was ordered until then, only what it still lists goes on. What it says while it only observes ends nothing.
 */
export function hearCoordinator(book: DirectiveBook, { data, source, mode, cycle }: FleetEvent<"fleet.coordinated">): void {
  if (source !== COORDINATOR || !binds(mode) || cycle === undefined || cycle <= book.heardAt) return;
  book.heardAt = cycle;
  book.held = book.held.filter(({ directiveId, from }) => from > cycle || data.directives.includes(directiveId));
}

/**
 * A receiver is about to answer a cycle: what has expired is forgotten, unless the coordinator is on the roster as ENFORCED and did not answer the cycle
 * before: silence never makes anybody bolder.
 */
export function openDirectives(book: DirectiveBook, roster: Readonly<Roster>, cycle: number): void {
  if (cycle <= book.cycle) return;
  const silent = isEnforced(roster, COORDINATOR) && book.heardAt < book.cycle;
  book.cycle = cycle;
  if (!silent) book.held = book.held.filter(({ expiresAt }) => expiresAt > cycle);
}

/** What binds for a cycle: nothing at all once the coordinator said goodbye or was set to observe. */
export function directivesAt(book: Readonly<DirectiveBook>, roster: Readonly<Roster>, cycle: number): readonly HeldDirective[] {
  if (roster[COORDINATOR] !== undefined && !isEnforced(roster, COORDINATOR)) return [];
  return book.held.filter(({ from }) => from < cycle);
}

/** The risk mode of a cycle: the most careful one that binds; NORMAL without any. */
export function riskModeAt(book: Readonly<DirectiveBook>, roster: Readonly<Roster>, cycle: number): RiskMode {
  const modes = directivesAt(book, roster, cycle).flatMap(({ riskMode }) => (riskMode === null ? [] : [riskMode]));
  return modes.length === 0 ? "NORMAL" : modes.reduce(moreCareful);
}

/** What the directives that bind for a cycle say about one constraint. */
export function constraintAt(
  book: Readonly<DirectiveBook>,
  name: string,
  when: { readonly roster: Readonly<Roster>; readonly cycle: number },
): Constraints[string][] {
  return directivesAt(book, when.roster, when.cycle).flatMap(({ constraints }) =>
    Object.hasOwn(constraints, name) ? [constraints[name] as Constraints[string]] : [],
  );
}

/** The more careful of two risk modes. */
export function moreCareful(a: RiskMode, b: RiskMode): RiskMode {
  return RISK_MODES.indexOf(a) >= RISK_MODES.indexOf(b) ? a : b;
}

function refusalOf(book: DirectiveBook, { data, source, mode, at }: FleetEvent<"directive.issued">, { understands }: Receiver) {
  if (source !== COORDINATOR) return `FORGED: directives come from ${COORDINATOR}, this one from ${source}`;
  if (data.expiresAt <= Math.max(at, book.cycle)) return "EXPIRED: it had expired when it came";
  if (!binds(mode)) return `NOT_BINDING: ${source} is ${mode}`;
  const means = data.riskMode !== null || understands.some((name) => Object.hasOwn(data.constraints, name));
  return means ? null : "NOTHING_TO_OBEY: it names no risk mode and no constraint known here";
}

function held({ cycle: last }: DirectiveBook, { data, at, cycle }: FleetEvent<"directive.issued">): HeldDirective {
  const { directiveId, riskMode, constraints, expiresAt, by, reason } = data;
  const said = cycle ?? at;
  const from = last > 0 && said - last > DIRECTIVE_LIMITS.maxSkewMs ? last : said;
  return { directiveId, riskMode, constraints, from, expiresAt: Math.min(expiresAt, from + DIRECTIVE_LIMITS.maxLifeMs), by, reason };
}

/** Two under one id: the earlier start, the later end, the more careful mode; a constraint they do not agree on is understood by nobody, so it restricts. */
function stricter(a: HeldDirective, b: HeldDirective): HeldDirective {
  const riskMode = a.riskMode === null ? b.riskMode : b.riskMode === null ? a.riskMode : moreCareful(a.riskMode, b.riskMode);
  const constraints: Constraints = {};
  for (const name of [...new Set([...Object.keys(a.constraints), ...Object.keys(b.constraints)])].sort()) {
    const [x, y] = [a.constraints[name], b.constraints[name]];
    constraints[name] = x === undefined ? (y as Constraints[string]) : y === undefined || x === y ? x : "CONTRADICTORY";
  }
  const words = { by: first(a.by, b.by), reason: first(a.reason, b.reason) };
  const [from, expiresAt] = [Math.min(a.from, b.from), Math.max(a.expiresAt, b.expiresAt)];
  return { directiveId: a.directiveId, riskMode, constraints, from, expiresAt, ...words };
}

function first(a: string, b: string): string {
  return [a, b].sort()[0] as string;
}

function sameWords(a: HeldDirective, b: HeldDirective): boolean {
  const names = Object.keys(a.constraints);
  const same = names.length === Object.keys(b.constraints).length && names.every((name) => a.constraints[name] === b.constraints[name]);
  return a.riskMode === b.riskMode && same;
}

/** When there are too many, the least careful that ends first goes. */
function keep(book: DirectiveBook, directive: HeldDirective): void {
  const all = [...book.held.filter(({ directiveId }) => directiveId !== directive.directiveId), directive];
  if (all.length > DIRECTIVE_LIMITS.maxHeld) all.sort(byCare).shift();
  book.held = all.sort((a, b) => (a.directiveId < b.directiveId ? -1 : 1));
}

function byCare(a: HeldDirective, b: HeldDirective): number {
  const careOf = ({ riskMode }: HeldDirective) => (riskMode === null ? RISK_MODES.length : RISK_MODES.indexOf(riskMode));
  return careOf(a) - careOf(b) || a.expiresAt - b.expiresAt || (a.directiveId < b.directiveId ? -1 : 1);
}
