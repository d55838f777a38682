import type { Tape } from "@quantum/exchange-simulator/venue";
import { aggregateMarked } from "@quantum/market";
import type { Interval } from "@quantum/types";
import type { Row } from "../desk/tables.ts";
import type { ReplaySummary } from "../run.ts";
import type { Statistic } from "../statistics/statistic.ts";
import { candlePlot } from "./candle-plot.ts";
import { escapeText } from "./escape-text.ts";
import { costSection, decisionSection, equitySection, exposureSection, type PageTables, rSection, tableOf } from "./sections.ts";

/** Symbols whose trades are drawn: those traded most. */
const CHARTS_MAX = 6;

/** What the page is made of. Nothing of it depends on when it is made. */
export interface PageParts {
  readonly summary: Omit<ReplaySummary, "wallSeconds">;
  readonly tables: PageTables;
  readonly tape: Tape;
  readonly interval: Interval;
}

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:960px;padding:24px;color:#1c2430;background:#fff}
h1{font-size:24px;margin:0}h2{font-size:18px;margin:36px 0 8px;border-bottom:1px solid #d8dee6}h3{font-size:15px;margin:16px 0 4px}
svg{width:100%;height:auto;display:block}svg text{font-size:11px;fill:#5b6675}svg text.y{text-anchor:end;dominant-baseline:middle}
.grid{stroke:#e7ebf0}.wick{stroke:#8b95a3}.up{fill:#2a9d5c}.down{fill:#d1495b}.entry{fill:#2f6fde}.exit{stroke:#1c2430;stroke-width:1.5}
.won{stroke:#2a9d5c;stroke-width:1.5}.lost{stroke:#d1495b;stroke-width:1.5}table{border-collapse:collapse;margin:8px 0;font-variant-numeric:tabular-nums}
td,th{padding:3px 14px 3px 0;text-align:left;vertical-align:top}td:first-child{white-space:nowrap}th{color:#5b6675;font-weight:600}.none{color:#8a5a00}.legend span{margin-right:14px}
.legend i{display:inline-block;width:10px;height:10px;margin-right:5px}.warn{background:#fff4d6;padding:8px 12px}code{word-break:break-all}
@media(prefers-color-scheme:dark){body{background:#12161c;color:#dde3ea}svg text,th{fill:#9aa6b5;color:#9aa6b5}.grid{stroke:#28303a}h2{border-color:#28303a}.exit{stroke:#dde3ea}.warn{background:#3a3112}}`;

/** The report of a run: one file that needs nothing else. Every text on it is escaped; it runs no script and asks no other host. */
export function renderPage(parts: PageParts): string {
  const { summary, tables } = parts;
  const title = `Replay ${summary.date}`;
  const sections: [string, string][] = [
    ["What it came to", factsTable(summary)],
    ["Statistics", statisticsTable(summary)],
    ["Equity and drawdown", equitySection(tables)],
    ["Results in R", rSection(tables)],
    ["Exposure", exposureSection(tables)],
    ["Trades on candles", candleSection(parts)],
    ["Decisions by rule", decisionSection(tables)],
    ["Fees and funding", costSection(tables)],
  ];
  const body = sections.map(([heading, content]) => `<h2>${escapeText(heading)}</h2>${content}`).join("\n");
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">${policy}<meta name="viewport" content="width=device-width"><title>${escapeText(title)}</title><style>${STYLE}</style></head>
<body><h1>${escapeText(title)}</h1>${warnings(summary)}${body}</body></html>\n`;
}

function warnings({ generated, source, ledgerMatchesExchange, missingBars, fairMarket }: PageParts["summary"]): string {
  const missing = Object.entries(missingBars).map(([symbol, bars]) => `${symbol} ${bars}`);
  const texts = [
    ...(generated ? [`Generated data, not a market: ${source}.`] : []),
    ...(ledgerMatchesExchange ? [] : ["The ledger and the exchange's books DIFFER: no figure here can be trusted."]),
    ...(missing.length > 0 ? [`Missing bars: ${missing.join(", ")}.`] : []),
    ...(fairMarket ? [fairMarket.text] : []),
  ];
  return texts.map((text) => `<p class="warn">${escapeText(text)}</p>`).join("");
}

function factsTable(summary: PageParts["summary"]): string {
  return tableOf(
    ["", ""],
    [
      ["symbols", `${summary.symbols.length}: ${summary.symbols.join(", ")}`],
      ["source", summary.source],
      ["trading interval", summary.interval],
      ["cycles", String(summary.cycles)],
      ["orders / fills", `${summary.orders} / ${summary.fills}`],
      ["trades", `${summary.trades.closed} closed, ${summary.trades.open} open`],
      ["realised P&L", `${summary.realisedPnl} USD before fees and funding`],
      ["fees / funding", `${summary.fees} / ${summary.funding} USD`],
      ["final wallet / equity", `${summary.finalWallet} / ${summary.finalEquity} USD`],
      ["ledger = exchange", summary.ledgerMatchesExchange ? "yes, exactly" : `NO: ${summary.differences.length} differences`],
      [
        "modes",
        Object.entries(summary.modes)
          .map(([service, mode]) => `${service} ${mode}`)
          .join(", "),
      ],
      ["fingerprint", summary.fingerprint],
    ],
  );
}

function statisticsTable({ statistics }: PageParts["summary"]): string {
  const rows = Object.entries(statistics).map(([name, statistic]) => [
    name,
    valueText(statistic),
    rangeText(statistic),
    `${statistic.sample} ${statistic.of}`,
  ]);
  return tableOf(["", "value", "95 % interval (block bootstrap)", "taken from"], rows);
}

/** A figure, or why there is none. */
export function valueText({ value, note }: Statistic): string {
  if (value === null) return note ?? "N/A";
  return Number.isInteger(value) ? String(value) : value.toPrecision(4);
}

/** A figure's interval; "-" where none is taken. */
export function rangeText({ low, high }: Statistic): string {
  return low === null || high === null ? "-" : `${low.toPrecision(4)} to ${high.toPrecision(4)}`;
}

function candleSection({ tables, tape, interval }: PageParts): string {
  const bySymbol = new Map<string, Row[]>();
  for (const trade of tables.trades) {
    if (trade.status === "VOID") continue;
    const symbol = String(trade.symbol);
    bySymbol.set(symbol, [...(bySymbol.get(symbol) ?? []), trade]);
  }
  const most = [...bySymbol].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1)).slice(0, CHARTS_MAX);
  if (most.length === 0) return `<p class="none">N/A: no trades</p>`;
  return most
    .map(
      ([symbol, trades]) =>
        `<h3>${escapeText(symbol)}, ${trades.length} trades</h3>${candlePlot(symbol, barsOf(tape, symbol, interval), trades)}`,
    )
    .join("");
}

function barsOf(tape: Tape, symbol: string, interval: Interval) {
  const { startAt, endAt, interval: from } = tape.content;
  const inside = tape.bars(symbol).filter(({ openAt }) => openAt >= startAt && openAt < endAt);
  return from === interval ? inside : aggregateMarked(inside, { from, to: interval }).map(({ bar }) => bar);
}
