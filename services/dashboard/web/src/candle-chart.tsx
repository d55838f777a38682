import {
  CandlestickSeries,
  createChart,
  createSeriesMarkers,
  type IChartApi,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  type SeriesMarker,
  type Time,
  type UTCTimestamp,
} from "lightweight-charts";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { figure, multiple, time } from "./format.ts";
import type { Candles, Mark } from "./model.ts";
import { chartOptions, type Theme, useTheme } from "./theme.ts";

interface Parts {
  chart: IChartApi;
  series: ISeriesApi<"Candlestick">;
  markers: ISeriesMarkersPluginApi<Time>;
}

/** Candles of one symbol with entries and exits; hovering a candle tells what was done there and why. */
export function CandleChart({ data }: { data: Candles }) {
  const box = useRef<HTMLDivElement>(null);
  const parts = useRef<Parts | null>(null);
  const theme = useTheme();
  const [hovered, setHovered] = useState<number | null>(null);
  const byCandle = useMemo(() => marksByCandle(data), [data]);
  useEffect(() => {
    if (!box.current) return;
    parts.current = draw(box.current, theme, setHovered);
    return () => parts.current?.chart.remove();
  }, [theme]);
  useEffect(() => {
    const digits = decimalsOf(data.candles.at(-1)?.close ?? 1);
    parts.current?.series.applyOptions({ priceFormat: { type: "price", precision: digits, minMove: 10 ** -digits } });
    parts.current?.series.setData(
      data.candles.map(({ openAt, open, high, low, close }) => ({ time: (openAt / 1_000) as UTCTimestamp, open, high, low, close })),
    );
    parts.current?.markers.setMarkers([...byCandle].flatMap(([openAt, marks]) => marks.map((mark) => markerOf(mark, openAt, theme))));
  }, [data, theme]);
  useEffect(() => parts.current?.chart.timeScale().scrollToRealTime(), [data.symbol]);
  const shown = hovered === null ? latest(byCandle) : (byCandle.get(hovered) ?? []);
  return (
    <>
      <div
        ref={box}
        class="chart tall"
        role="img"
        aria-label={`Candles of ${data.symbol}, ${data.interval}, ${data.candles.length} bars, ${data.marks.length} entries and exits`}
      />
      <ul class="told" aria-live="off">
        {shown.length === 0 ? (
          <li class="muted">
            {data.marks.length === 0 ? `No trade in ${data.symbol} on these bars.` : "Point at an arrow to see what was done and why."}
          </li>
        ) : null}
        {shown.map((mark) => (
          <li key={mark.tradeId + mark.leg + mark.side}>{sentence(mark)}</li>
        ))}
      </ul>
    </>
  );
}

function draw(box: HTMLElement, theme: Theme, hover: (openAt: number | null) => void): Parts {
  const chart = createChart(box, chartOptions(theme));
  const series = chart.addSeries(CandlestickSeries, {
    upColor: theme.gain,
    downColor: theme.loss,
    wickUpColor: theme.gain,
    wickDownColor: theme.loss,
    borderVisible: false,
  });
  chart.subscribeCrosshairMove(({ time: at }) => hover(typeof at === "number" ? at * 1_000 : null));
  return { chart, series, markers: createSeriesMarkers(series, []) };
}

/** Marks under the candle in whose time they fell; what happened after the last close stands at the last candle. */
function marksByCandle({ candles, marks }: Candles): Map<number, Mark[]> {
  const found = new Map<number, Mark[]>();
  for (const mark of [...marks].sort((a, b) => a.at - b.at)) {
    const candle = candles.findLast(({ openAt }) => openAt <= mark.at);
    if (candle) found.set(candle.openAt, [...(found.get(candle.openAt) ?? []), mark]);
  }
  return found;
}

function latest(byCandle: Map<number, Mark[]>): Mark[] {
  return [...byCandle.values()].at(-1) ?? [];
}

function markerOf(mark: Mark, openAt: number, theme: Theme): SeriesMarker<Time> {
  const buy = mark.side === "BUY";
  const entry = mark.leg === "ENTRY";
  const good = (mark.rMultiple ?? 0) >= 0;
  return {
    time: (openAt / 1_000) as UTCTimestamp,
    position: buy ? "belowBar" : "aboveBar",
    shape: entry ? (buy ? "arrowUp" : "arrowDown") : "circle",
    color: entry ? theme.accent : good ? theme.gain : theme.loss,
    text: entry ? "" : multiple(mark.rMultiple),
    size: 1,
  };
}

function sentence(mark: Mark): string {
  const what = `${time(mark.at)} · ${mark.leg.toLowerCase().replace("_", " ")} ${mark.side} ${figure(mark.quantity)} at ${figure(mark.price)}`;
  const outcome =
    mark.leg === "ENTRY" ? "" : ` · ${mark.exitCode ?? "still open"} ${mark.rMultiple === null ? "" : multiple(mark.rMultiple)}`;
  return `${what}${outcome}${mark.reason ? ` · ${mark.reason}` : ""}`;
}

function decimalsOf(price: number): number {
  return Math.max(2, Math.min(8, 5 - Math.floor(Math.log10(price))));
}
