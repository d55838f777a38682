import {
  type AdxState,
  type AtrState,
  createAdx,
  createAtr,
  createDonchian,
  createEma,
  type DonchianState,
  type EmaState,
  readAdx,
  readAtr,
  readDonchian,
  readEma,
  updateAdx,
  updateAtr,
  updateDonchian,
  updateEma,
} from "@quantum/market";
import type { Bar } from "@quantum/types";
import { LIMITS } from "./limits.ts";

/** What is known of one symbol's trend, from closed bars without a hole. */
export interface TrendState {
  closeAt: number;
  close: number;
  fast: EmaState;
  slow: EmaState;
  strength: AdxState;
  range: AtrState;
  window: DonchianState;
}

/** The figures of a trend, all known. Prices in quote currency, strength 0 to 100. */
export interface Trend {
  readonly close: number;
  readonly fast: number;
  readonly slow: number;
  readonly adx: number;
  readonly plusDi: number;
  readonly minusDi: number;
  readonly atr: number;
  readonly highest: number;
  readonly lowest: number;
}

/** Takes one bar in. One that does not follow its predecessor starts anew: averages over a hole are not what they say. */
export function addBar(known: TrendState | null, bar: Bar, intervalMs: number): TrendState {
  if (known !== null && bar.openAt < known.closeAt) return known;
  const trend = known !== null && bar.openAt === known.closeAt ? known : createTrend();
  updateEma(trend.fast, bar.close);
  updateEma(trend.slow, bar.close);
  updateAdx(trend.strength, bar);
  updateAtr(trend.range, bar);
  updateDonchian(trend.window, bar);
  trend.closeAt = bar.openAt + intervalMs;
  trend.close = bar.close;
  return trend;
}

/** The trend as of this close; null when its last bar is another one or figures are not warm yet. */
export function readTrend(state: Readonly<TrendState> | null, closeAt: number): Trend | null {
  if (state === null || state.closeAt !== closeAt) return null;
  const [fast, slow, atr] = [readEma(state.fast), readEma(state.slow), readAtr(state.range)];
  const [directional, window] = [readAdx(state.strength), readDonchian(state.window)];
  if (fast === null || slow === null || atr === null || !(atr > 0) || window === null) return null;
  if (directional === null || directional.adx === null) return null;
  const { adx, plusDi, minusDi } = directional;
  return { close: state.close, fast, slow, adx, plusDi, minusDi, atr, highest: window.upper, lowest: window.lower };
}

function createTrend(): TrendState {
  const averages = { fast: createEma(LIMITS.fastBars), slow: createEma(LIMITS.slowBars) };
  const moves = { strength: createAdx(LIMITS.strengthBars), range: createAtr(LIMITS.strengthBars) };
  return { closeAt: 0, close: 0, ...averages, ...moves, window: createDonchian(LIMITS.windowBars) };
}
