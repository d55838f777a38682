import type { Decimal, Instrument } from "@quantum/types";
import type { AlgoOrder, ExchangeFill, Income, Order } from "./order.ts";

/** What the account holds in one symbol. `quantity` is signed; `costUsd` is what it was bought (sold) for, never negative. */
export interface Position {
  quantity: Decimal;
  costUsd: Decimal;
  /** The same two as floats, for the walk along a bar. */
  size: number;
  cost: number;
  updatedAt: number;
}

/** One symbol: its rules, its price now, its liquidity and what rests in it. */
export interface Market {
  instrument: Instrument;
  symbolHash: number;
  tick: number;
  step: number;
  priceDecimals: number;
  quantityDecimals: number;
  /** 0 before the first bar: nothing can be traded then. */
  lastPrice: number;
  markPrice: number;
  /** Sign of the newest bar: where in the spread the last trade was. */
  rising: boolean;
  volumePerMinuteUsd: number;
  rangeBps: number;
  /** What was taken from each side of the book since the last bar, in steps. */
  takenAskSteps: number;
  takenBidSteps: number;
  leverage: number;
  /** Rate of the newest funding payment. */
  fundingRatio: number;
  position: Position;
  openOrderIds: number[];
  openAlgoIds: number[];
  /** Nothing rests between these two prices; null: nothing rests on that side. */
  watchBelow: number | null;
  watchAbove: number | null;
  /** Something rests that has no fixed price (a trailing stop). */
  watchAlways: boolean;
  /** When all plain orders are cancelled unless the countdown is renewed. */
  countdownAt: number | null;
}

/** Sums over the life of the account. wallet = start + realised - fees + funding + insurance, exactly. */
export interface Totals {
  realisedPnlUsd: Decimal;
  feesUsd: Decimal;
  fundingUsd: Decimal;
  /** What the insurance fund paid so that the wallet did not stay below zero after a liquidation. */
  insuranceUsd: Decimal;
}

/** The whole exchange as plain JSON: one account in one-way mode with cross margin. */
export interface Exchange {
  seed: number;
  marketAt: number;
  fees: { makerRatio: Decimal; takerRatio: Decimal; liquidationRatio: Decimal };
  defaultFundingRatio: number;
  startWalletUsd: Decimal;
  walletUsd: Decimal;
  totals: Totals;
  markets: Record<string, Market>;
  symbols: string[];
  /** Orders by `orderId - 1`, conditional ones by `algoId - base - 1`, fills by `tradeId - 1`: ids count up by one. */
  orders: Order[];
  algos: AlgoOrder[];
  fills: ExchangeFill[];
  income: Income[];
}
