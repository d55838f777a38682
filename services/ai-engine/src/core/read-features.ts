import {
  deviationOf,
  readAdx,
  readAtr,
  readBollinger,
  readEma,
  readMacd,
  readRealisedVolatility,
  readRoc,
  readRsi,
  readVwap,
  readZScore,
} from "@quantum/market";
import type { FeatureState } from "./features.ts";
import { LIMITS, PERIODS } from "./limits.ts";

/** What a model sees of a symbol: pure numbers without a price level, so that all symbols are alike to it. */
export type Features = Readonly<Record<FeatureName, number>>;

/** The names of the features, and what each is. */
export const FEATURES = {
  shortReturn: "return over 3 bars in volatilities of that time",
  mediumReturn: "return over 12 bars in volatilities of that time",
  longReturn: "return over 48 bars in volatilities of that time",
  rsi: "relative strength, -1 (only fell) to 1 (only rose)",
  atrRatio: "average true range as a share of the close",
  adx: "strength of the trend, 0 to 100",
  direction: "(+DI - -DI) / (+DI + -DI), -1 to 1",
  band: "distance from the 20-bar mean in deviations",
  bandwidthRatio: "width of the Bollinger bands as a share of their middle",
  macd: "MACD histogram in average true ranges",
  averageSpread: "fast minus slow average in average true ranges",
  averageDistance: "close minus slow average in average true ranges",
  slope: "change of the slow average per bar in average true ranges",
  vwapDistance: "close minus volume-weighted price in average true ranges",
  aboveChannel: "close beyond the top (positive) or below the bottom (negative) of the 20 bars before, in average true ranges; 0 inside",
  volume: "log volume against its 20-bar mean in deviations",
  volatilityRatio: "volatility of 12 bars over volatility of 48",
} as const;
export type FeatureName = keyof typeof FEATURES;

/** The features after the newest bar; null while any is not defined yet, or while the price stands still (nothing to measure with). */
export function readFeatures(state: FeatureState, close: number): Features | null {
  const atr = readAtr(state.atr);
  const [fast, slow] = [readEma(state.fastAverage), readEma(state.slowAverage)];
  const volatility = readRealisedVolatility(state.slowVolatility);
  const fastVolatility = readRealisedVolatility(state.fastVolatility);
  const [slope, rsi, adx, band] = [readRoc(state.slope), readRsi(state.rsi), readAdx(state.adx), readBollinger(state.band)];
  const [macd, vwap] = [readMacd(state.macd), readVwap(state.vwap)];
  const histogram = macd?.histogram ?? null;
  if (!atr || !volatility || fast === null || slow === null || slope === null || rsi === null || fastVolatility === null) return null;
  if (adx?.adx == null || band === null || histogram === null || vwap === null || state.channelBefore === null) return null;
  const returns = readReturns(state, volatility);
  if (returns === null) return null;
  const directions = adx.plusDi + adx.minusDi;
  return rounded({
    ...returns,
    rsi: (rsi - 50) / 50,
    atrRatio: atr / close,
    adx: adx.adx,
    direction: directions > 0 ? (adx.plusDi - adx.minusDi) / directions : 0,
    band: readZ(state, close),
    bandwidthRatio: band.bandwidthRatio,
    macd: histogram / atr,
    averageSpread: (fast - slow) / atr,
    averageDistance: (close - slow) / atr,
    slope: (slope * slow) / PERIODS.slope / atr,
    vwapDistance: (close - vwap) / atr,
    aboveChannel: beyond(close, state.channelBefore) / atr,
    volume: readZScore(state.volume) ?? 0,
    volatilityRatio: fastVolatility / volatility,
  });
}

function readReturns(state: FeatureState, volatility: number): Pick<Features, "shortReturn" | "mediumReturn" | "longReturn"> | null {
  const [short, medium, long] = [readRoc(state.shortReturn), readRoc(state.mediumReturn), readRoc(state.longReturn)];
  if (short === null || medium === null || long === null) return null;
  return {
    shortReturn: short / (volatility * Math.sqrt(PERIODS.shortReturn)),
    mediumReturn: medium / (volatility * Math.sqrt(PERIODS.mediumReturn)),
    longReturn: long / (volatility * Math.sqrt(PERIODS.longReturn)),
  };
}

function readZ(state: FeatureState, close: number): number {
  const deviation = deviationOf(state.band.moments);
  return deviation > 0 ? (close - state.band.moments.mean) / deviation : 0;
}

function beyond(close: number, channel: { upper: number; lower: number }): number {
  return Math.max(0, close - channel.upper) - Math.max(0, channel.lower - close);
}

function rounded(features: Features): Features {
  const entries = Object.entries(features).map(([name, value]) => [name, Number(value.toPrecision(LIMITS.featureDigits)) + 0]);
  return Object.fromEntries(entries) as Features;
}
