import { type ReplaySummary, rangeText, valueText } from "@quantum/replay";
import { renderSummary } from "../day/render-summary.ts";
import { table } from "../output.ts";

/** The summary of a replay for a person. */
export function renderReplay(summary: ReplaySummary): string {
  const statistics = Object.entries(summary.statistics).map(([name, statistic]) => [
    name,
    valueText(statistic),
    rangeText(statistic),
    `${statistic.sample} ${statistic.of}`,
  ]);
  const missing = Object.entries(summary.missingBars).map(([symbol, bars]) => `${symbol} ${bars}`);
  return [
    renderSummary(summary),
    "",
    table(["statistic", "value", "95 % interval", "from"], statistics),
    ...(missing.length > 0 ? ["", `missing bars: ${missing.join(", ")}`] : []),
    ...(summary.fairMarket ? ["", summary.fairMarket.text] : []),
    "",
  ].join("\n");
}
