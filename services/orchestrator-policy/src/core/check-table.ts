import { MARKET_STATES, type MarketState, RISK_MODES } from "@quantum/types";
import { DRAWDOWN_BANDS, VOLATILITY_BANDS } from "./bands.ts";
import { lookUp, nameOf, rowsOf, SITUATIONS, type Situation } from "./look-up.ts";
import type { Grant, PolicyRow, PolicyTable } from "./policy-table.ts";

/** A policy table that must not be used; the message names the rows. */
export class PolicyTableError extends Error {
  override readonly name = "PolicyTableError";
}

/** How bad each market state is: in a class none is worse than another, and not to know is worst. */
const REGIME_SEVERITY: Readonly<Record<MarketState, number>> = {
  BULL_STRONG: 0,
  BULL_WEAK: 0,
  SIDEWAYS_TIGHT: 0,
  SIDEWAYS_WIDE: 0,
  BEAR_WEAK: 0,
  BEAR_STRONG: 1,
  CHOPPY: 1,
  VOLATILE: 1,
  UNKNOWN: 2,
};

/**
 * OP-03: a table is used only if every situation meets exactly one row and no worse situation allows more than a better one.
 * @throws PolicyTableError naming the hole, the overlapping rows or the row that allows too much.
 */
export function checkTable(table: PolicyTable): PolicyTable {
  const ids = table.rows.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw refused(table, `two rows are named ${twice}`);
  for (const row of table.rows) checkGrant(table, row);
  for (const situation of SITUATIONS) checkOneRow(table, situation);
  for (const situation of SITUATIONS) checkMonotone(table, situation);
  return table;
}

/** True when `grant` allows nothing that `other` does not. */
export function allowsNoMore(grant: Grant, other: Grant): boolean {
  return (
    (other.allowTrades || !grant.allowTrades) &&
    grant.minConfidence >= other.minConfidence &&
    grant.maxPositions <= other.maxPositions &&
    grant.sizeFactor <= other.sizeFactor &&
    grant.allowedSides.every((side) => other.allowedSides.includes(side))
  );
}

/** True when `worse` is at least as bad as `better` in every input. */
export function isWorse(worse: Situation, better: Situation): boolean {
  return (
    REGIME_SEVERITY[worse.regime] >= REGIME_SEVERITY[better.regime] &&
    VOLATILITY_BANDS.indexOf(worse.volatility) >= VOLATILITY_BANDS.indexOf(better.volatility) &&
    DRAWDOWN_BANDS.indexOf(worse.drawdown) >= DRAWDOWN_BANDS.indexOf(better.drawdown) &&
    RISK_MODES.indexOf(worse.riskMode) >= RISK_MODES.indexOf(better.riskMode)
  );
}

function checkGrant(table: PolicyTable, row: PolicyRow): void {
  const share = (value: number): boolean => value >= 0 && value <= 1;
  const usable = share(row.minConfidence) && share(row.sizeFactor) && Number.isInteger(row.maxPositions) && row.maxPositions >= 0;
  if (!usable) throw refused(table, `row ${row.id} needs minConfidence and sizeFactor from 0 to 1 and a whole number of positions`);
}

function checkOneRow(table: PolicyTable, situation: Situation): void {
  const rows = rowsOf(table, situation);
  if (rows.length === 0) throw refused(table, `no row holds for ${nameOf(situation)}`);
  if (rows.length > 1) throw refused(table, `rows ${rows.map(({ id }) => id).join(" and ")} both hold for ${nameOf(situation)}`);
}

/** One step worse in one input is enough to look at: longer ways are made of such steps. */
function checkMonotone(table: PolicyTable, better: Situation): void {
  const row = lookUp(table, better);
  for (const worse of oneStepWorse(better)) {
    const other = lookUp(table, worse);
    if (!allowsNoMore(other, row)) throw refused(table, `row ${other.id} allows more than ${row.id} though ${nameOf(worse)} is no better`);
  }
}

function oneStepWorse(from: Situation): Situation[] {
  const after = <T>(list: readonly T[], value: T): T[] => list.slice(list.indexOf(value) + 1, list.indexOf(value) + 2);
  const severity = REGIME_SEVERITY[from.regime];
  return [
    ...MARKET_STATES.filter((regime) => REGIME_SEVERITY[regime] === severity || REGIME_SEVERITY[regime] === severity + 1).map((regime) => ({
      ...from,
      regime,
    })),
    ...after(VOLATILITY_BANDS, from.volatility).map((volatility) => ({ ...from, volatility })),
    ...after(DRAWDOWN_BANDS, from.drawdown).map((drawdown) => ({ ...from, drawdown })),
    ...after(RISK_MODES, from.riskMode).map((riskMode) => ({ ...from, riskMode })),
  ];
}

function refused({ version }: PolicyTable, problem: string): PolicyTableError {
  return new PolicyTableError(`policy table ${version} is refused: ${problem}`);
}
