import { escapeText } from "./escape-text.ts";

/** Size of a plot and the room around it, in px. */
const WIDTH = 920;
const ROOM = { left: 64, right: 12, top: 12, bottom: 26 } as const;
/** Points of a line beyond which it is thinned out; more than a screen can show. */
const POINTS_MAX = 1_200;
const COLOURS = ["#2f6fde", "#d1495b", "#2a9d5c", "#e09f3e", "#7b5ea7", "#3aa6b9", "#8c6d46", "#6c757d"];

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** One line of a plot. */
export interface Line {
  readonly name: string;
  readonly points: readonly Point[];
  readonly area?: boolean;
}

/** How a plot is labelled. */
export interface PlotOptions {
  readonly height?: number;
  readonly label: string;
  readonly xText: (x: number) => string;
  readonly yText: (y: number) => string;
  /** A value the vertical axis must show. */
  readonly include?: number;
}

/** A moment as UTC text. */
export function timeText(at: number): string {
  return new Date(at).toISOString().slice(5, 16).replace("T", " ");
}

/** Lines over one axis as SVG. */
export function linePlot(lines: readonly Line[], options: PlotOptions): string {
  const points = lines.flatMap((line) => line.points);
  if (points.length === 0) return `<p class="none">N/A: nothing to draw</p>`;
  const frame = frameOf(points, options);
  const drawn = lines.map(({ points: all, area }, i) => {
    const path = thin(all).map(({ x, y }) => `${frame.x(x).toFixed(1)},${frame.y(y).toFixed(1)}`);
    const colour = COLOURS[i % COLOURS.length] as string;
    if (!area || path.length === 0) return `<polyline points="${path.join(" ")}" fill="none" stroke="${colour}" stroke-width="1.4"/>`;
    const base = frame.y(Math.max(0, frame.low)).toFixed(1);
    const [first, last] = [path[0]?.split(",")[0], path.at(-1)?.split(",")[0]];
    return `<polygon points="${first},${base} ${path.join(" ")} ${last},${base}" fill="${colour}" fill-opacity="0.25" stroke="${colour}"/>`;
  });
  return svg(options, frame, drawn.join("")) + legend(lines.map(({ name }) => name));
}

/** Bars over named places as SVG. */
export function barPlot(
  bars: readonly { name: string; value: number; bad?: boolean }[],
  options: Pick<PlotOptions, "label" | "height" | "yText">,
): string {
  if (bars.length === 0) return `<p class="none">N/A: nothing to draw</p>`;
  const all = { ...options, xText: (x: number) => bars[Math.round(x)]?.name ?? "", include: 0 };
  const frame = frameOf([{ x: -0.5, y: 0 }, { x: bars.length - 0.5, y: 0 }, ...bars.map(({ value }, i) => ({ x: i, y: value }))], all);
  const width = Math.max(1, frame.x(0.42) - frame.x(-0.42));
  const drawn = bars.map(({ name, value, bad }, i) => {
    const [top, bottom] = [frame.y(Math.max(0, value)), frame.y(Math.min(0, value))];
    return `<rect x="${frame.x(i - 0.42).toFixed(1)}" y="${top.toFixed(1)}" width="${width.toFixed(1)}" height="${Math.max(0, bottom - top).toFixed(1)}" fill="${bad ? COLOURS[1] : COLOURS[0]}"><title>${escapeText(name)}: ${escapeText(options.yText(value))}</title></rect>`;
  });
  return svg(all, frame, drawn.join(""));
}

/** The scales of a plot. */
export interface Frame {
  readonly low: number;
  readonly high: number;
  readonly from: number;
  readonly to: number;
  readonly height: number;
  x(value: number): number;
  y(value: number): number;
}

/** Scales in which all points lie. */
export function frameOf(points: readonly Point[], { height = 220, include }: Pick<PlotOptions, "height" | "include">): Frame {
  let [from, to, low, high] = [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    include ?? Number.POSITIVE_INFINITY,
    include ?? Number.NEGATIVE_INFINITY,
  ];
  for (const { x, y } of points) [from, to, low, high] = [Math.min(from, x), Math.max(to, x), Math.min(low, y), Math.max(high, y)];
  if (to === from) to = from + 1;
  const room = (high - low || Math.abs(high) || 1) * 0.05;
  [low, high] = [low === include ? low : low - room, high === include ? high : high + room];
  const [wide, tall] = [WIDTH - ROOM.left - ROOM.right, height - ROOM.top - ROOM.bottom];
  return {
    low,
    high,
    from,
    to,
    height,
    x: (value) => ROOM.left + ((value - from) / (to - from)) * wide,
    y: (value) => ROOM.top + ((high - value) / (high - low || 1)) * tall,
  };
}

/** A plot's frame with axes around what is drawn in it. */
export function svg(options: PlotOptions, frame: Frame, drawn: string): string {
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  const rows = ticks.map((share) => {
    const value = frame.low + (frame.high - frame.low) * share;
    const y = frame.y(value).toFixed(1);
    return `<line x1="${ROOM.left}" x2="${WIDTH - ROOM.right}" y1="${y}" y2="${y}" class="grid"/><text x="${ROOM.left - 6}" y="${y}" class="y">${escapeText(options.yText(value))}</text>`;
  });
  const columns = ticks.map((share) => {
    const value = frame.from + (frame.to - frame.from) * share;
    const anchor = share === 0 ? "start" : share === 1 ? "end" : "middle";
    return `<text x="${frame.x(value).toFixed(1)}" y="${frame.height - 8}" text-anchor="${anchor}">${escapeText(options.xText(value))}</text>`;
  });
  return `<svg viewBox="0 0 ${WIDTH} ${frame.height}" role="img" aria-label="${escapeText(options.label)}">${rows.join("")}${columns.join("")}${drawn}</svg>`;
}

/** Names of lines beside their colours. */
export function legend(names: readonly string[]): string {
  if (names.length < 2) return "";
  const items = names.map((name, i) => `<span><i style="background:${COLOURS[i % COLOURS.length]}"></i>${escapeText(name)}</span>`);
  return `<p class="legend">${items.join("")}</p>`;
}

function thin(points: readonly Point[]): readonly Point[] {
  const step = Math.ceil(points.length / POINTS_MAX);
  return step <= 1 ? points : points.filter((_, i) => i % step === 0 || i === points.length - 1);
}
