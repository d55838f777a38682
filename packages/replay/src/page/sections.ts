import type { Row } from "../desk/tables.ts";
import type { RunTable } from "../record/run-folder.ts";
import { barPlot, type Line, linePlot, timeText } from "./chart.ts";
import { escapeText } from "./escape-text.ts";

/** The tables of a run, by name. */
export type PageTables = Readonly<Record<RunTable, Iterable<Row>>>;

const percent = (ratio: number) => `${(ratio * 100).toFixed(1)} %`;
const usd = (value: number) => value.toFixed(value >= 1000 || value <= -1000 ? 0 : 2);
const count = (value: number) => (Number.isInteger(value) ? String(value) : value.toFixed(1));

/** Equity, and how far it was below its peak. */
export function equitySection({ equity }: PageTables): string {
  const points = Array.from(equity, (row) => ({ x: Number(row.at), y: Number(row.equity_usd) }));
  const below = Array.from(equity, (row) => ({ x: Number(row.at), y: -Number(row.drawdown_ratio) }));
  return (
    linePlot([{ name: "equity", points }], { label: "Equity in USD", xText: timeText, yText: usd }) +
    linePlot([{ name: "drawdown", points: below, area: true }], {
      label: "Drawdown",
      height: 130,
      xText: timeText,
      yText: percent,
      include: 0,
    })
  );
}

/** How often which multiple of the initial risk came out. */
export function rSection({ trades }: PageTables): string {
  const results = [...trades]
    .filter(({ status, r_multiple }) => status === "CLOSED" && r_multiple !== null)
    .map((row) => Number(row.r_multiple));
  const size = 0.25;
  const [least, most] = [-3, 4];
  const place = (r: number) => Math.floor(Math.min(most, Math.max(least, r)) / size);
  const counts = new Map<number, number>();
  for (const r of results) counts.set(place(r), (counts.get(place(r)) ?? 0) + 1);
  const places = results.length === 0 ? [] : Array.from({ length: place(most) - place(least) + 1 }, (_, i) => place(least) + i);
  const bars = places.map((at) => ({ name: `${(at * size).toFixed(2)} R`, value: counts.get(at) ?? 0, bad: at < 0 }));
  return barPlot(bars, { label: "Trades by R, results beyond -3 and 4 at the ends", yText: count });
}

/** Exposure over time by side and by sector. */
export function exposureSection({ equity }: PageTables): string {
  const exposures = Array.from(equity, (row) => ({ at: Number(row.at), ...(row.exposure as Exposure) }));
  const sectors = [...new Set(exposures.flatMap(({ bySector }) => Object.keys(bySector)))].sort();
  const bySide: Line[] = [
    { name: "long", points: exposures.map(({ at, longRatio }) => ({ x: at, y: longRatio })) },
    { name: "short", points: exposures.map(({ at, shortRatio }) => ({ x: at, y: -shortRatio })) },
  ];
  const bySector = sectors.map((name) => ({ name, points: exposures.map((each) => ({ x: each.at, y: each.bySector[name] ?? 0 })) }));
  const options = { xText: timeText, yText: percent, include: 0 };
  return linePlot(bySide, { ...options, label: "Exposure by side" }) + linePlot(bySector, { ...options, label: "Exposure by sector" });
}

interface Exposure {
  readonly longRatio: number;
  readonly shortRatio: number;
  readonly bySector: Readonly<Record<string, number>>;
}

/** Why signals did not become trades, why positions were left, and which checks refused orders. */
export function decisionSection({ cycles, clearances, trades }: PageTables): string {
  const skips = tally(flat(cycles, (row) => (row.skips as { code: string }[]).map(({ code }) => code)));
  const refused = tally(
    flat(clearances, (row) =>
      (row.verdicts as { rule: string; passed: boolean }[]).filter(({ passed }) => !passed).map(({ rule }) => rule),
    ),
  );
  const exits = tally(flat(trades, (row) => (row.exit_code === null ? [] : [String(row.exit_code)])));
  const plot = (bars: ReturnType<typeof tally>, label: string) =>
    `<h3>${label}</h3>${barPlot(bars, { label, height: 180, yText: count })}${list(bars)}`;
  return plot(skips, "Signals that were not traded, by code") + plot(refused, "Orders refused, by rule") + plot(exits, "Exits, by code");
}

function tally(names: readonly string[]): { name: string; value: number }[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, value]) => ({ name, value })).sort((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1));
}

function list(bars: readonly { name: string; value: number }[]): string {
  return bars.length === 0
    ? ""
    : tableOf(
        ["", "times"],
        bars.map(({ name, value }) => [name, String(value)]),
      );
}

/** What fees and funding added up to over time. */
export function costSection({ fills, funding }: PageTables): string {
  const lines = [
    { name: "fees paid", points: running(fills, "fee_usd") },
    { name: "funding received", points: running(funding, "amount_usd") },
  ];
  return linePlot(lines, { label: "Fees and funding, added up, in USD", xText: timeText, yText: usd, include: 0 });
}

function running(rows: Iterable<Row>, column: string): { x: number; y: number }[] {
  let total = 0;
  return Array.from(rows, (row) => {
    total += Number(row[column]);
    return { x: Number(row.at), y: total };
  });
}

/** A plain table. */
export function tableOf(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[], tag: string) => row.map((cell) => `<${tag}>${escapeText(cell)}</${tag}>`).join("");
  return `<table><tr>${cells(headings, "th")}</tr>${rows.map((row) => `<tr>${cells(row, "td")}</tr>`).join("")}</table>`;
}

/** All that rows lead to, one row in the memory at a time. */
function flat<T>(rows: Iterable<Row>, each: (row: Row) => readonly T[]): T[] {
  const found: T[] = [];
  for (const row of rows) found.push(...each(row));
  return found;
}
