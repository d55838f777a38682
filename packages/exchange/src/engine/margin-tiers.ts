import type { Instrument } from "@quantum/types";
import Big from "big.js";

/** One tier of a contract: positions worth more than `floorUsd` and at most `capUsd`. */
export interface MarginTier {
  readonly floorUsd: number;
  /** Null: no end. */
  readonly capUsd: number | null;
  /** Highest leverage at which a position may be this large. */
  readonly maxLeverage: number;
  /** Maintenance margin as a share of notional, before `amountUsd` is taken off. */
  readonly ratio: number;
  /** Maintenance amount: what makes the margin continuous where tiers meet. Binance calls it `cum`. */
  readonly amountUsd: number;
}

type Row = readonly [capUsd: number | null, maxLeverage: number, ratio: number];

/**
 * BTCUSDT, 125x. Source: Binance announcement "Updates to Leverage and Margin Tiers of Binance Futures Contracts (2021-03-18)". Assumption: the
 * same for ETHUSDT, and for all years; Binance changes its tiers several times a year.
 */
const DEEPEST: readonly Row[] = [
  [50_000, 125, 0.004],
  [250_000, 100, 0.005],
  [1_000_000, 50, 0.01],
  [10_000_000, 20, 0.025],
  [20_000_000, 10, 0.05],
  [50_000_000, 5, 0.1],
  [100_000_000, 4, 0.125],
  [200_000_000, 3, 0.15],
  [300_000_000, 2, 0.25],
  [500_000_000, 1, 0.5],
];
/**
 * Contracts of 50x. Source: the same announcement, for XEM, COTI, CHR, MANA, HBAR and ALICE. Assumption: all contracts but the two deepest have
 * these, which for the larger of them is stricter than Binance is.
 */
const OTHERS: readonly Row[] = [
  [5_000, 50, 0.01],
  [25_000, 20, 0.025],
  [100_000, 10, 0.05],
  [250_000, 5, 0.1],
  [1_000_000, 2, 0.125],
  [null, 1, 0.5],
];
/** From this leverage on a contract counts among the deepest. */
const DEEPEST_FROM_LEVERAGE = 100;

type TierTerms = Pick<Instrument, "maxLeverage" | "maintenanceMarginRatio">;
const known = new Map<string, readonly MarginTier[]>();

/** The tiers of a contract, lowest first. Its own leverage and ratio hold in the lowest, and no tier is milder than they are. */
export function tiersOf({ maxLeverage, maintenanceMarginRatio }: TierTerms): readonly MarginTier[] {
  const key = `${maxLeverage} ${maintenanceMarginRatio}`;
  let tiers = known.get(key);
  if (!tiers) {
    tiers = build(maxLeverage, maintenanceMarginRatio);
    known.set(key, tiers);
  }
  return tiers;
}

function build(maxLeverage: number, lowestRatio: number): MarginTier[] {
  const tiers: MarginTier[] = [];
  let before = { capUsd: 0, ratio: 0, amount: new Big(0) };
  for (const [capUsd, leverage, tableRatio] of maxLeverage >= DEEPEST_FROM_LEVERAGE ? DEEPEST : OTHERS) {
    const first = tiers.length === 0;
    const ratio = first ? lowestRatio : Math.max(tableRatio, lowestRatio);
    const amount = first ? new Big(0) : before.amount.plus(new Big(before.capUsd).times(new Big(ratio).minus(before.ratio)));
    const most = first ? maxLeverage : Math.min(leverage, maxLeverage);
    tiers.push({ floorUsd: before.capUsd, capUsd, maxLeverage: most, ratio, amountUsd: amount.toNumber() });
    before = { capUsd: capUsd ?? 0, ratio, amount };
  }
  return tiers;
}

/** The tier of a position of this worth; above the last cap the last one. */
export function tierFor(terms: TierTerms, notionalUsd: number): MarginTier {
  const tiers = tiersOf(terms);
  for (const tier of tiers) if (tier.capUsd === null || notionalUsd <= tier.capUsd) return tier;
  return tiers[tiers.length - 1] as MarginTier;
}

/** Maintenance margin of a position of this worth, in floats. */
export function maintenanceUsd(terms: TierTerms, notionalUsd: number): number {
  const { ratio, amountUsd } = tierFor(terms, notionalUsd);
  return notionalUsd * ratio - amountUsd;
}

/** The largest position at this leverage; null: any. */
export function notionalCapUsd(terms: TierTerms, leverage: number): number | null {
  const allowed = tiersOf(terms).filter((tier) => tier.maxLeverage >= leverage);
  return allowed.length === 0 ? 0 : (allowed[allowed.length - 1] as MarginTier).capUsd;
}
