import { Exact, larger, ZERO } from "@quantum/exact";
import type { Direction } from "@quantum/types";
import type { Correlations } from "./correlations.ts";
import type { PbaSettings } from "./limits.ts";
import type { Contract, Portfolio } from "./state.ts";

/** A position, or a proposal that would become one. */
export interface Holding {
  readonly tradeId: string;
  readonly symbol: string;
  readonly sector: string;
  readonly direction: Direction;
  readonly leverage: number;
  /** On the exchange, claimed by nobody: its leverage and stop are not known. */
  readonly orphan: boolean;
  readonly quantity: Exact;
  readonly price: Exact;
  readonly notionalUsd: Exact;
}

/** The limits of a desk as exact figures, worked out once a review. */
export interface ExactLimits {
  /** All positions together in ordinary times: what shares of exposure are shares of. */
  readonly budgetUsd: Exact;
  /** All positions together now. */
  readonly allowedUsd: Exact;
  readonly clusterUsd: Exact;
  readonly stressedSquaredUsd: Exact;
  readonly sectorRatio: Exact;
  readonly highLeverageRatio: Exact;
  /** Correlation under stress, and what it leaves to each symbol alone. */
  readonly stressShared: Exact;
  readonly stressOwn: Exact;
}

/** What a book is measured by: the desk's equity, its limits, and how symbols move together. */
export interface BookFrame {
  readonly equityUsd: Exact;
  readonly settings: PbaSettings;
  readonly limits: ExactLimits;
  readonly correlations: Correlations;
}

/** Everything the limits are measured on: what is held and what was let pass so far, with its sums. */
export interface Book extends BookFrame {
  readonly holdings: Holding[];
  totalUsd: Exact;
  /** Long less short. */
  netUsd: Exact;
  /** Sum of squares of what each symbol is worth net. */
  squaresUsd: Exact;
  highLeverageUsd: Exact;
  readonly bySector: Map<string, Exact>;
  readonly bySymbol: Map<string, Exact>;
}

/** The frame of a desk with this equity. */
export function frameOf(equityUsd: Exact, settings: PbaSettings, correlations: Correlations): BookFrame {
  const stressedUsd = equityUsd.times(settings.maxStressedEquityRatio);
  const limits = {
    budgetUsd: equityUsd.times(settings.maxExposureEquityRatio),
    allowedUsd: equityUsd.times(settings.allowedExposureEquityRatio ?? settings.maxExposureEquityRatio),
    clusterUsd: equityUsd.times(settings.maxClusterEquityRatio),
    stressedSquaredUsd: stressedUsd.times(stressedUsd),
    sectorRatio: new Exact(settings.maxSectorRatio),
    highLeverageRatio: new Exact(settings.maxHighLeverageRatio),
    stressShared: new Exact(settings.stressCorrelation),
    stressOwn: new Exact(1).minus(settings.stressCorrelation),
  };
  return { equityUsd, settings, limits, correlations };
}

/** A book with these holdings. */
export function createBook(frame: BookFrame, holdings: readonly Holding[]): Book {
  const sums = { totalUsd: ZERO, netUsd: ZERO, squaresUsd: ZERO, highLeverageUsd: ZERO, bySector: new Map(), bySymbol: new Map() };
  const { equityUsd, settings, limits, correlations } = frame;
  const book: Book = { equityUsd, settings, limits, correlations, holdings: [], ...sums };
  for (const holding of holdings) addHolding(book, holding);
  return book;
}

/** Puts a holding into the book. */
export function addHolding(book: Book, holding: Holding): void {
  const { symbol, sector, notionalUsd } = holding;
  const signed = signedUsd(holding);
  const before = book.bySymbol.get(symbol) ?? ZERO;
  const after = before.plus(signed);
  book.holdings.push(holding);
  book.totalUsd = book.totalUsd.plus(notionalUsd);
  book.netUsd = book.netUsd.plus(signed);
  book.squaresUsd = book.squaresUsd.plus(after.times(after)).minus(before.times(before));
  book.bySymbol.set(symbol, after);
  book.bySector.set(sector, sectorUsd(book, sector).plus(notionalUsd));
  if (isHighLeverage(holding, book.settings)) book.highLeverageUsd = book.highLeverageUsd.plus(notionalUsd);
}

/** What is held in a sector, both directions. */
export function sectorUsd(book: Book, sector: string): Exact {
  return book.bySector.get(sector) ?? ZERO;
}

/** Worth with its sign: negative is short. */
export function signedUsd({ direction, notionalUsd }: Holding): Exact {
  return direction === "LONG" ? notionalUsd : notionalUsd.neg();
}

/** What nobody claims has an unknown leverage, and unknown counts as high. */
export function isHighLeverage({ leverage, orphan }: Holding, { highLeverage }: PbaSettings): boolean {
  return orphan || leverage > highLeverage;
}

/**
 * What shares of exposure are shares of: the exposure there is, and at least the budget. So the first position of an empty desk is
 * not "100 % in one sector", a full desk is measured by exactly what it holds, and the base does not move while a list is reviewed.
 */
export function exposureBaseUsd(book: Book): Exact {
  return larger(book.totalUsd, book.limits.budgetUsd);
}

/** The positions of a portfolio as holdings. */
export function holdingsOf({ positions }: Pick<Portfolio, "positions">): Holding[] {
  return positions.map(({ tradeId, symbol, sector, direction, leverage, quantity, markPrice }) => {
    const [amount, price] = [new Exact(quantity), new Exact(markPrice)];
    const orphan = tradeId.startsWith("orphan-");
    return { tradeId, symbol, sector, direction, leverage, orphan, quantity: amount, price, notionalUsd: amount.times(price) };
  });
}

/** Contracts by symbol, as far as they are known. */
export type Contracts = Readonly<Record<string, Contract>>;
