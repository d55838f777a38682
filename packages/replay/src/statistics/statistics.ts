import { maxDrawdownRatio } from "@quantum/report";
import { STATISTICS_LIMITS } from "./limits.ts";
import type { EquityPoint, RunFacts } from "./run-facts.ts";
import { deviation, type Measurement, mean, measure, type Statistic } from "./statistic.ts";

const DAY_MS = 86_400_000;

/** What a run came to, each figure with its sample, its interval, or the reason why there is none. */
export type RunStatistics = Readonly<Record<StatisticName, Statistic>>;
export type StatisticName =
  | "trades"
  | "winRate"
  | "averageR"
  | "averageRBeforeCosts"
  | "costsPerTradeR"
  | "profitFactor"
  | "maxDrawdown"
  | "sharpePerDay"
  | "sortinoPerDay"
  | "sharpeAnnualised"
  | "turnover"
  | "feesUsd"
  | "fundingUsd"
  | "exposure"
  | "timeInMarket";

/** Takes every statistic of a run. */
export function statisticsOf(facts: RunFacts): RunStatistics {
  const { trades, equity, fills, fundingUsd } = facts;
  const { minTrades, minCycles } = STATISTICS_LIMITS;
  const known = (pick: (trade: RunFacts["trades"][number]) => number | null) => trades.map(pick).filter((value) => value !== null);
  const ofTrades = { of: "trades", needs: minTrades, interval: true } as const;
  const ofCycles = { of: "cycles", needs: minCycles, interval: false } as const;
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  const count = { needs: 0, interval: false } as const;
  return {
    trades: measure({ label: "trades", values: trades, of: "trades", ...count, figure: (sample) => sample.length }),
    winRate: measure({
      ...ofTrades,
      label: "winRate",
      values: trades,
      figure: (sample) => mean(sample.map(({ netUsd }) => (netUsd > 0 ? 1 : 0))),
    }),
    averageR: measure({ ...ofTrades, label: "averageR", values: known(({ r }) => r), figure: mean }),
    averageRBeforeCosts: measure({
      ...ofTrades,
      label: "averageRBeforeCosts",
      values: known(({ beforeCostsR }) => beforeCostsR),
      figure: mean,
    }),
    costsPerTradeR: measure({ ...ofTrades, label: "costsPerTradeR", values: known(({ costsR }) => costsR), figure: mean }),
    profitFactor: profitFactor(facts),
    maxDrawdown: measure({
      ...ofCycles,
      label: "maxDrawdown",
      needs: 1,
      values: equity,
      figure: (sample) => drawdownOf(facts.startWalletUsd, sample),
    }),
    ...dailyRatios(facts),
    turnover: measure({
      label: "turnover",
      values: fills,
      of: "fills",
      ...count,
      figure: (sample) => total(sample.map(({ notionalUsd }) => notionalUsd)) / facts.startWalletUsd,
    }),
    feesUsd: measure({
      label: "feesUsd",
      values: fills,
      of: "fills",
      ...count,
      figure: (sample) => total(sample.map(({ feeUsd }) => feeUsd)),
    }),
    fundingUsd: measure({ label: "fundingUsd", values: fundingUsd, of: "payments", ...count, figure: total }),
    exposure: measure({
      ...ofCycles,
      label: "exposure",
      values: equity,
      figure: (sample) => mean(sample.map(({ grossRatio }) => grossRatio)),
    }),
    timeInMarket: measure({
      ...ofCycles,
      label: "timeInMarket",
      values: equity,
      figure: (sample) => mean(sample.map(({ openPositions }) => (openPositions > 0 ? 1 : 0))),
    }),
  };
}

/** What was won over what was lost. */
function profitFactor({ trades }: RunFacts): Statistic {
  const values = trades.map(({ netUsd }) => netUsd);
  const { minTrades, minLosses } = STATISTICS_LIMITS;
  const losses = values.filter((value) => value < 0).length;
  const statistic = measure({ label: "profitFactor", values, of: "trades", needs: minTrades, interval: true, figure: winsOverLosses });
  if (statistic.value === null || losses >= minLosses) return statistic;
  return { ...statistic, value: null, low: null, high: null, note: `N/A: ${losses} losses, at least ${minLosses} are needed` };
}

function winsOverLosses(values: readonly number[]): number | null {
  let [won, lost] = [0, 0];
  for (const value of values) {
    if (value > 0) won += value;
    else lost -= value;
  }
  return lost > 0 ? won / lost : null;
}

function drawdownOf(startWalletUsd: number, equity: readonly EquityPoint[]): number | null {
  return maxDrawdownRatio([startWalletUsd, ...equity.map(({ equityUsd }) => equityUsd)]);
}

/** Sharpe and Sortino of daily returns. Not annualised before there is a year to speak of. */
function dailyRatios(facts: RunFacts): Pick<RunStatistics, "sharpePerDay" | "sortinoPerDay" | "sharpeAnnualised"> {
  const { minDays, minDaysToAnnualise, daysPerYear } = STATISTICS_LIMITS;
  const ofDays: Pick<Measurement<number>, "values" | "of" | "interval"> = { values: dailyReturns(facts), of: "days", interval: true };
  const annual = (values: readonly number[]) => scaled(sharpe(values), Math.sqrt(daysPerYear));
  return {
    sharpePerDay: measure({ ...ofDays, label: "sharpePerDay", needs: minDays, figure: sharpe }),
    sortinoPerDay: measure({ ...ofDays, label: "sortinoPerDay", needs: minDays, figure: sortino }),
    sharpeAnnualised: measure({ ...ofDays, label: "sharpeAnnualised", needs: minDaysToAnnualise, figure: annual }),
  };
}

function scaled(value: number | null, by: number): number | null {
  return value === null ? null : value * by;
}

/** Mean over deviation of returns; the rate without risk counts as zero over a day. */
function sharpe(returns: readonly number[]): number | null {
  const [middle, spread] = [mean(returns), deviation(returns)];
  return middle === null || spread === null || spread === 0 ? null : middle / spread;
}

/** Mean over downside deviation from zero (Sortino and Price, "Performance Measurement in a Downside Risk Framework", 1994). */
function sortino(returns: readonly number[]): number | null {
  const middle = mean(returns);
  const downside = mean(returns.map((value) => Math.min(0, value) ** 2));
  return middle === null || downside === null || downside === 0 ? null : middle / Math.sqrt(downside);
}

/** Returns from midnight to midnight (UTC) over whole days. */
export function dailyReturns({ equity, startWalletUsd }: Pick<RunFacts, "equity" | "startWalletUsd">): number[] {
  const closes = equity.filter(({ at }) => at % DAY_MS === 0).map(({ equityUsd }) => equityUsd);
  return closes.flatMap((close, i) => {
    const before = i === 0 ? startWalletUsd : (closes[i - 1] as number);
    return before > 0 ? [close / before - 1] : [];
  });
}
