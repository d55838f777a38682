import type { Bar } from "@quantum/types";
import type { Exchange, Market } from "./state.ts";

/** One symbol's bar as it is handed to the engine; `mark` is the bar of its mark price, which otherwise follows the last price. */
export interface SymbolBar {
  readonly symbol: string;
  readonly bar: Bar;
  readonly mark?: Bar | undefined;
}

/** A bar laid out as the path the price takes through it. */
export interface Lane {
  readonly market: Market;
  readonly bar: Bar;
  /** Previous close, open, first extreme, second extreme, close; the first stretch is a jump: nothing trades in between. */
  readonly prices: readonly number[];
  readonly marks: readonly number[];
  /** What resting orders may still get of this bar's volume. */
  budgetSteps: number;
}

/** Market time at the end of each stretch of the path. */
export function stretchTimes(openAt: number, closeAt: number): readonly number[] {
  const third = Math.floor((closeAt - openAt) / 3);
  return [openAt, openAt + third, openAt + 2 * third, closeAt - 1];
}

/**
 * Lays a bar out: a rising bar goes open, low, high, close and a falling one open, high, low, close, so that the extreme
 * against the bar's direction comes first (the less flattering order for whoever holds with it).
 */
export function layOut(market: Market, { bar, mark }: SymbolBar, volumeShare: number): Lane {
  const rising = bar.close >= bar.open;
  const prices = pathOf(market.lastPrice, bar, rising);
  return {
    market,
    bar,
    prices,
    marks: mark ? pathOf(market.markPrice, mark, rising) : prices,
    budgetSteps: Math.floor((bar.volume * volumeShare) / market.step),
  };
}

function pathOf(previous: number, bar: Bar, rising: boolean): number[] {
  return [previous > 0 ? previous : bar.open, bar.open, rising ? bar.low : bar.high, rising ? bar.high : bar.low, bar.close];
}

/** True when nothing that rests in the symbol can be reached by the bar. */
export function isQuiet(market: Market, { bar, mark }: SymbolBar): boolean {
  if (market.openOrderIds.length === 0 && market.openAlgoIds.length === 0) return true;
  if (market.watchAlways || market.countdownAt !== null) return false;
  const { watchBelow, watchAbove, lastPrice, markPrice } = market;
  if (watchBelow !== null && Math.min(bar.low, lastPrice, mark ? Math.min(mark.low, markPrice) : bar.low) <= watchBelow) return false;
  return !(watchAbove !== null && Math.max(bar.high, lastPrice, mark ? Math.max(mark.high, markPrice) : bar.high) >= watchAbove);
}

/** Throws on a bar no market can have had: the caller hands over data it should have refused. */
export function assertBar(exchange: Exchange, { symbol, bar, mark }: SymbolBar, closeAt: number): void {
  if (!exchange.markets[symbol]) throw new RangeError(`advance: no contract ${symbol}`);
  if (!(bar.openAt < closeAt))
    throw new RangeError(`advance: the bar of ${symbol} opens at ${bar.openAt}, not before its close ${closeAt}`);
  for (const each of mark ? [bar, mark] : [bar]) {
    const inside = each.low <= each.open && each.low <= each.close && each.high >= each.open && each.high >= each.close;
    if (!(each.low > 0 && each.high < Number.POSITIVE_INFINITY && inside)) {
      throw new RangeError(
        `advance: the bar of ${symbol} at ${each.openAt} is impossible (open ${each.open}, high ${each.high}, low ${each.low}, close ${each.close})`,
      );
    }
  }
}
