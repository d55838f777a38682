import type { Bar } from "@quantum/types";
import type { Row } from "../desk/tables.ts";
import { frameOf, svg, timeText } from "./chart.ts";
import { escapeText } from "./escape-text.ts";

/** Candles of one plot; more would be thinner than a line. */
const CANDLES_MAX = 300;

/** Candles with entries (triangles) and exits (crosses) of trades, joined by a line that is green for a profit. */
export function candlePlot(symbol: string, bars: readonly Bar[], trades: readonly Row[]): string {
  const candles = joined(bars);
  const [first, last] = [candles[0], candles.at(-1)];
  if (!first || !last) return `<p class="none">N/A: no bars of ${escapeText(symbol)}</p>`;
  const options = { label: `${symbol} with trades`, height: 280, xText: timeText, yText: (price: number) => price.toPrecision(6) };
  const marks = trades.flatMap((trade) => ends(trade));
  const frame = frameOf(
    [
      ...candles.flatMap(({ openAt, high, low }) => [
        { x: openAt, y: high },
        { x: openAt, y: low },
      ]),
      ...marks,
    ],
    options,
  );
  const width = Math.max(1, (frame.x(last.openAt) - frame.x(first.openAt)) / candles.length - 1);
  const drawn = candles.map((bar) => {
    const [x, up] = [frame.x(bar.openAt), bar.close >= bar.open];
    const [top, bottom] = [frame.y(Math.max(bar.open, bar.close)), frame.y(Math.min(bar.open, bar.close))];
    const wick = `<line x1="${x.toFixed(1)}" x2="${x.toFixed(1)}" y1="${frame.y(bar.high).toFixed(1)}" y2="${frame.y(bar.low).toFixed(1)}" class="wick"/>`;
    return `${wick}<rect x="${(x - width / 2).toFixed(1)}" y="${top.toFixed(1)}" width="${width.toFixed(1)}" height="${Math.max(0.5, bottom - top).toFixed(1)}" class="${up ? "up" : "down"}"/>`;
  });
  return svg(options, frame, drawn.join("") + trades.map((trade) => tradeMark(trade, frame)).join(""));
}

function ends(trade: Row): { x: number; y: number }[] {
  const entry = { x: Number(trade.opened_at), y: Number(trade.entry_price) };
  return trade.closed_at === null ? [entry] : [entry, { x: Number(trade.closed_at), y: Number(trade.exit_price) }];
}

function tradeMark(trade: Row, frame: ReturnType<typeof frameOf>): string {
  const [entry, exit] = ends(trade).map(({ x, y }) => ({ x: frame.x(x), y: frame.y(y) })) as [
    { x: number; y: number },
    { x: number; y: number }?,
  ];
  const tip = trade.direction === "LONG" ? -6 : 6;
  const text = `${trade.direction} ${trade.key}: ${trade.net_pnl_usd} USD, R ${trade.r_multiple ?? "N/A"}, ${trade.exit_code ?? "open"}`;
  const triangle = `<path d="M${entry.x.toFixed(1)} ${(entry.y + tip).toFixed(1)} l-4 ${-tip} h8 z" class="entry"/>`;
  if (!exit) return `<g>${triangle}<title>${escapeText(text)}</title></g>`;
  const profit = Number(trade.net_pnl_usd) > 0 ? "won" : "lost";
  const line = `<line x1="${entry.x.toFixed(1)}" y1="${entry.y.toFixed(1)}" x2="${exit.x.toFixed(1)}" y2="${exit.y.toFixed(1)}" class="${profit}"/>`;
  const cross = `<path d="M${(exit.x - 3).toFixed(1)} ${(exit.y - 3).toFixed(1)} l6 6 m0 -6 l-6 6" class="exit"/>`;
  return `<g>${line}${triangle}${cross}<title>${escapeText(text)}</title></g>`;
}

/** As many candles as can be seen, each of as many bars as it takes. */
function joined(bars: readonly Bar[]): Bar[] {
  const size = Math.max(1, Math.ceil(bars.length / CANDLES_MAX));
  const candles: Bar[] = [];
  for (let from = 0; from < bars.length; from += size) {
    const part = bars.slice(from, from + size);
    const [first, last] = [part[0] as Bar, part.at(-1) as Bar];
    const high = part.reduce((most, bar) => Math.max(most, bar.high), first.high);
    candles.push({ ...first, high, low: part.reduce((least, bar) => Math.min(least, bar.low), first.low), close: last.close });
  }
  return candles;
}
