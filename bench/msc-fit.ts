/**
 * Fits the prototypes of the Market State Classifier on the labelled market and prints them as they stand in
 * services/msc-ai/src/core/prototypes.ts. Uses the tuning seeds only; bench/msc.ts reports on others.
 * Run: node bench/msc-fit.ts
 */
import { generateLabelledMarket, REGIMES, type Regime } from "../packages/market/src/index.ts";
import { LIMITS } from "../services/msc-ai/src/core/limits.ts";
import { createMeasures, measureBar, type Observation } from "../services/msc-ai/src/core/measure.ts";
import { labelsOf } from "../services/msc-ai/test/score.ts";
import { SIZE, TUNING_SEEDS } from "./msc-markets.ts";

const found: Record<Regime, Observation[]> = Object.fromEntries(REGIMES.map((regime) => [regime, []])) as never;
for (const seed of TUNING_SEEDS) {
  const market = generateLabelledMarket({ ...SIZE, seed, interval: "5m", fromAt: 0 });
  const labels = labelsOf(market);
  for (const bars of Object.values(market.series)) {
    const measures = createMeasures();
    bars.forEach((bar, i) => {
      const observation = measureBar(measures, bar);
      if (observation !== null && measures.count >= LIMITS.leastHistoryBars) found[labels[i] as Regime].push(observation);
    });
  }
}
for (const regime of REGIMES)
  console.log(
    `  ${JSON.stringify(fit(regime, found[regime]))
      .replaceAll(/"(\w+)":/g, " $1: ")
      .replace("}", " }")},`,
  );

function fit(state: Regime, seen: readonly Observation[]) {
  const rows = seen.map(({ moveBefore, distance }) => [1, moveBefore, distance]);
  const [drift = 0, persistence = 0, pull = 0] = leastSquares(
    rows,
    seen.map(({ move }) => move),
  );
  const errors = seen.map(({ move, moveBefore, distance }) => move - drift - persistence * moveBefore - pull * distance);
  const logRange = mean(seen.map((one) => one.logRange));
  const moveDeviation = Math.sqrt(mean(errors.map((error) => error ** 2)));
  const logRangeDeviation = Math.sqrt(mean(seen.map((one) => (one.logRange - logRange) ** 2)));
  const figures = { drift, persistence, pull, moveDeviation, logRange, logRangeDeviation };
  return { state, ...Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Number(value.toFixed(3))])) };
}

function leastSquares(rows: readonly (readonly number[])[], wanted: readonly number[]): number[] {
  const width = rows[0]!.length;
  const system = Array.from({ length: width }, (_, i) => [
    ...Array.from({ length: width }, (_, j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
    rows.reduce((sum, row, r) => sum + row[i]! * wanted[r]!, 0),
  ]);
  for (let i = 0; i < width; i++) {
    const pivot = system[i]!;
    for (const row of system) {
      if (row === pivot) continue;
      const share = row[i]! / pivot[i]!;
      for (let j = i; j <= width; j++) row[j] = row[j]! - share * pivot[j]!;
    }
  }
  return system.map((row, i) => row[width]! / row[i]!);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
