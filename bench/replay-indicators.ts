import {
  createAdx,
  createAtr,
  createBollinger,
  createDonchian,
  createEma,
  createMacd,
  createObv,
  createRealisedVolatility,
  createRoc,
  createRsi,
  createSma,
  createVwap,
  updateAdx,
  updateAtr,
  updateBollinger,
  updateDonchian,
  updateEma,
  updateMacd,
  updateObv,
  updateRealisedVolatility,
  updateRoc,
  updateRsi,
  updateSma,
  updateVwap,
} from "@quantum/market";
import type { Bar } from "@quantum/types";
import { ADX, ATR, BollingerBands, EMA, MACD, OBV, ROC, RSI, SMA, VWAP } from "trading-signals";

/** The project's set: EMA x3, MACD, RSI, ATR, ADX with DI, Bollinger, volatility, SMA, Donchian (two bounds), OBV, VWAP, ROC. */
export function createSet() {
  return {
    fast: createEma(12),
    slow: createEma(26),
    trend: createEma(50),
    macd: createMacd(),
    rsi: createRsi(14),
    atr: createAtr(14),
    adx: createAdx(14),
    bollinger: createBollinger(20, 2),
    volatility: createRealisedVolatility(30),
    sma: createSma(200),
    donchian: createDonchian(20),
    obv: createObv(),
    vwap: createVwap(20),
    roc: createRoc(10),
  };
}

/** Updates all of them; answers fast minus slow average for the strategy, null while unknown. */
export function updateSet(set: ReturnType<typeof createSet>, bar: Bar): number | null {
  const { close } = bar;
  const [fast, slow] = [updateEma(set.fast, close), updateEma(set.slow, close)];
  updateEma(set.trend, close);
  updateMacd(set.macd, close);
  updateRsi(set.rsi, close);
  updateAtr(set.atr, bar);
  updateAdx(set.adx, bar);
  updateBollinger(set.bollinger, close);
  updateRealisedVolatility(set.volatility, close);
  updateSma(set.sma, close);
  updateDonchian(set.donchian, bar);
  updateObv(set.obv, bar);
  updateVwap(set.vwap, bar);
  updateRoc(set.roc, close);
  return fast === null || slow === null ? null : fast - slow;
}

/** The same work with the npm package, as far as it has the indicators: all but volatility and Donchian. */
export function signalsSet() {
  const ofClose = [new EMA(12), new EMA(26), new EMA(50), new RSI(14), new BollingerBands(20, 2), new SMA(200), new ROC(10)];
  const macd = new MACD(new EMA(12), new EMA(26), new EMA(9));
  const ofBar = [new ATR(14), new ADX(14)];
  const [obv, vwap] = [new OBV(2), new VWAP()];
  return (bar: Bar): void => {
    for (const indicator of ofClose) indicator.update(bar.close, false);
    macd.update(bar.close, false);
    for (const indicator of ofBar) indicator.update(bar, false);
    obv.update(bar, false);
    vwap.update(bar, false);
  };
}
