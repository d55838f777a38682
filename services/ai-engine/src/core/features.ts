import {
  type AdxState,
  type AtrState,
  type BollingerState,
  createAdx,
  createAtr,
  createBollinger,
  createDonchian,
  createEma,
  createMacd,
  createRealisedVolatility,
  createRoc,
  createRsi,
  createVwap,
  createZScore,
  type DonchianState,
  type EmaState,
  type MacdState,
  type RealisedVolatilityState,
  type RocState,
  type RsiState,
  readDonchian,
  readEma,
  updateAdx,
  updateAtr,
  updateBollinger,
  updateDonchian,
  updateEma,
  updateMacd,
  updateRealisedVolatility,
  updateRoc,
  updateRsi,
  updateVwap,
  updateZScore,
  type VwapState,
  type ZScoreState,
} from "@quantum/market";
import type { Bar } from "@quantum/types";
import { PERIODS } from "./limits.ts";

/** Everything the features of one symbol need of the past: no bars are kept. */
export interface FeatureState {
  /** The channel of the bars before the newest; null while unknown. */
  channelBefore: { upper: number; lower: number } | null;
  fastAverage: EmaState;
  slowAverage: EmaState;
  slope: RocState;
  rsi: RsiState;
  atr: AtrState;
  adx: AdxState;
  band: BollingerState;
  macd: MacdState;
  channel: DonchianState;
  vwap: VwapState;
  volume: ZScoreState;
  shortReturn: RocState;
  mediumReturn: RocState;
  longReturn: RocState;
  fastVolatility: RealisedVolatilityState;
  slowVolatility: RealisedVolatilityState;
}

/** A pipeline that has seen nothing. */
export function createFeatureState(): FeatureState {
  return {
    channelBefore: null,
    fastAverage: createEma(PERIODS.fastAverage),
    slowAverage: createEma(PERIODS.slowAverage),
    slope: createRoc(PERIODS.slope),
    rsi: createRsi(PERIODS.wilder),
    atr: createAtr(PERIODS.wilder),
    adx: createAdx(PERIODS.wilder),
    band: createBollinger(PERIODS.band, PERIODS.bandWidth),
    macd: createMacd(),
    channel: createDonchian(PERIODS.band),
    vwap: createVwap(PERIODS.band),
    volume: createZScore(PERIODS.band),
    shortReturn: createRoc(PERIODS.shortReturn),
    mediumReturn: createRoc(PERIODS.mediumReturn),
    longReturn: createRoc(PERIODS.longReturn),
    fastVolatility: createRealisedVolatility(PERIODS.fastVolatility),
    slowVolatility: createRealisedVolatility(PERIODS.slowVolatility),
  };
}

/** Takes one closed bar in. Uses nothing but this bar and the state: there is no way to look ahead. */
export function updateFeatures(state: FeatureState, bar: Bar): void {
  const { close } = bar;
  const before = readDonchian(state.channel);
  state.channelBefore = before === null ? null : { upper: before.upper, lower: before.lower };
  updateDonchian(state.channel, bar);
  updateEma(state.fastAverage, close);
  updateEma(state.slowAverage, close);
  const slow = readEma(state.slowAverage);
  if (slow !== null) updateRoc(state.slope, slow);
  updateRsi(state.rsi, close);
  updateAtr(state.atr, bar);
  updateAdx(state.adx, bar);
  updateBollinger(state.band, close);
  updateMacd(state.macd, close);
  updateVwap(state.vwap, bar);
  updateZScore(state.volume, Math.log1p(bar.volume));
  updateRoc(state.shortReturn, close);
  updateRoc(state.mediumReturn, close);
  updateRoc(state.longReturn, close);
  updateRealisedVolatility(state.fastVolatility, close);
  updateRealisedVolatility(state.slowVolatility, close);
}
