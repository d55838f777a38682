import type { Decimal, Instrument } from "@quantum/types";
import Big from "big.js";
import { decimalsOf } from "./decimals.ts";
import { ENGINE_LIMITS } from "./limits.ts";
import type { Exchange, Market } from "./state.ts";

/** How an exchange begins. */
export interface ExchangeSettings {
  readonly instruments: readonly Instrument[];
  readonly walletUsd: Decimal;
  readonly seed: number;
  /** Market time before the first bar, epoch ms. */
  readonly startAt?: number;
  readonly makerFeeRatio?: Decimal;
  readonly takerFeeRatio?: Decimal;
  readonly liquidationFeeRatio?: Decimal;
  readonly defaultFundingRatio?: number;
  /** Leverage of every symbol until it is set. */
  readonly leverage?: number;
}

/** A fresh exchange: one account with a wallet and nothing open. */
export function createExchange(settings: ExchangeSettings): Exchange {
  const markets: Record<string, Market> = {};
  for (const instrument of settings.instruments) markets[instrument.symbol] = createMarket(instrument, settings.leverage ?? 20);
  const wallet = new Big(settings.walletUsd).toFixed();
  return {
    seed: settings.seed | 0,
    marketAt: settings.startAt ?? 0,
    fees: {
      makerRatio: settings.makerFeeRatio ?? ENGINE_LIMITS.makerFeeRatio,
      takerRatio: settings.takerFeeRatio ?? ENGINE_LIMITS.takerFeeRatio,
      liquidationRatio: settings.liquidationFeeRatio ?? ENGINE_LIMITS.liquidationFeeRatio,
    },
    defaultFundingRatio: settings.defaultFundingRatio ?? ENGINE_LIMITS.defaultFundingRatio,
    startWalletUsd: wallet,
    walletUsd: wallet,
    totals: { realisedPnlUsd: "0", feesUsd: "0", fundingUsd: "0", insuranceUsd: "0" },
    markets,
    symbols: Object.keys(markets),
    orders: [],
    algos: [],
    fills: [],
    income: [],
  };
}

function createMarket(instrument: Instrument, leverage: number): Market {
  return {
    instrument,
    symbolHash: hashText(instrument.symbol),
    tick: Number(instrument.tickSize),
    step: Number(instrument.stepSize),
    priceDecimals: decimalsOf(instrument.tickSize),
    quantityDecimals: decimalsOf(instrument.stepSize),
    lastPrice: 0,
    markPrice: 0,
    rising: true,
    volumePerMinuteUsd: 0,
    rangeBps: 0,
    takenAskSteps: 0,
    takenBidSteps: 0,
    leverage: Math.min(leverage, instrument.maxLeverage),
    fundingRatio: ENGINE_LIMITS.defaultFundingRatio,
    position: { quantity: "0", costUsd: "0", size: 0, cost: 0, updatedAt: 0 },
    openOrderIds: [],
    openAlgoIds: [],
    watchBelow: null,
    watchAbove: null,
    watchAlways: false,
    countdownAt: null,
  };
}

function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}
