import { MARKET_STATES, type MarketState, RISK_MODES, type RiskMode } from "@quantum/types";
import { DRAWDOWN_BANDS, type DrawdownBand, VOLATILITY_BANDS, type VolatilityBand } from "./bands.ts";
import type { PolicyRow, PolicyTable } from "./policy-table.ts";

/** One combination of inputs. */
export interface Situation {
  readonly regime: MarketState;
  readonly volatility: VolatilityBand;
  readonly drawdown: DrawdownBand;
  readonly riskMode: RiskMode;
}

/** Every combination there is. */
export const SITUATIONS: readonly Situation[] = MARKET_STATES.flatMap((regime) =>
  VOLATILITY_BANDS.flatMap((volatility) =>
    DRAWDOWN_BANDS.flatMap((drawdown) => RISK_MODES.map((riskMode) => ({ regime, volatility, drawdown, riskMode }))),
  ),
);

/** OP-01: the row of a situation. `checkTable` has made sure that there is exactly one. */
export function lookUp(table: PolicyTable, situation: Situation): PolicyRow {
  const [row] = rowsOf(table, situation);
  if (row === undefined) throw new Error(`policy table ${table.version} has no row for ${nameOf(situation)}`);
  return row;
}

/** Every row that holds in a situation. */
export function rowsOf({ rows }: PolicyTable, { regime, volatility, drawdown, riskMode }: Situation): PolicyRow[] {
  return rows.filter(
    (row) =>
      row.regimes.includes(regime) &&
      row.volatility.includes(volatility) &&
      row.drawdown.includes(drawdown) &&
      row.riskModes.includes(riskMode),
  );
}

/** A situation in words. */
export function nameOf({ regime, volatility, drawdown, riskMode }: Situation): string {
  return `regime ${regime}, volatility ${volatility}, drawdown ${drawdown}, risk mode ${riskMode}`;
}
