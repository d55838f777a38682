import { AreaSeries, createChart, type IChartApi, type ISeriesApi, type UTCTimestamp } from "lightweight-charts";
import { useEffect, useRef } from "preact/hooks";
import { usd } from "./format.ts";
import type { EquityPoint } from "./model.ts";
import { chartOptions, useTheme } from "./theme.ts";

/** Equity at every cycle. */
export function EquityChart({ points }: { points: EquityPoint[] }) {
  const box = useRef<HTMLDivElement>(null);
  const parts = useRef<{ chart: IChartApi; series: ISeriesApi<"Area"> } | null>(null);
  const theme = useTheme();
  useEffect(() => {
    if (!box.current) return;
    const chart = createChart(box.current, chartOptions(theme));
    const series = chart.addSeries(AreaSeries, {
      lineColor: theme.accent,
      topColor: `${theme.accent}44`,
      bottomColor: `${theme.accent}05`,
      lineWidth: 2,
      priceFormat: { type: "custom", formatter: usd, minMove: 0.01 },
    });
    parts.current = { chart, series };
    return () => chart.remove();
  }, [theme]);
  useEffect(() => {
    parts.current?.series.setData(points.map(({ at, equityUsd }) => ({ time: (at / 1_000) as UTCTimestamp, value: equityUsd })));
    parts.current?.chart.timeScale().fitContent();
  }, [points, theme]);
  const [first, last] = [points[0], points.at(-1)];
  const spoken =
    first && last ? `Equity from ${usd(first.equityUsd)} to ${usd(last.equityUsd)} USD over ${points.length} cycles` : "Equity";
  return <div ref={box} class="chart" role="img" aria-label={spoken} />;
}
