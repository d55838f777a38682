/**
 * How often position intelligence agrees with hindsight: simulated positions labelled from their whole path (services/pil/test), by class,
 * and how the agreement falls as positions grow more restless than those of real days.
 * Run: node bench/pil.ts [positions]
 */
import { labelledPositions } from "../services/pil/test/labelled-positions.ts";
import { classesOf, macroF1, scoresOf } from "../services/pil/test/score.ts";

const COUNT = Number(process.argv[2] ?? 4_800);

const positions = labelledPositions(COUNT, "bench");
const scores = scoresOf(positions, classesOf(positions));
console.log(`${COUNT} labelled positions`);
for (const { class: name, labels, precision, recall, f1 } of scores)
  console.log(
    `${name.padEnd(14)} ${String(labels).padStart(6)} labels   precision ${precision.toFixed(3)}  recall ${recall.toFixed(3)}  F1 ${f1.toFixed(3)}`,
  );
console.log(`macro-F1 ${macroF1(scores).toFixed(3)}`);
for (const noise of [0.5, 1.5, 2]) {
  const other = labelledPositions(COUNT, "bench", noise);
  console.log(`macro-F1 with ${noise} times the noise ${macroF1(scoresOf(other, classesOf(other))).toFixed(3)}`);
}
