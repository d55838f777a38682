/**
 * Scores the Market State Classifier, the very core that runs in the fleet, on labelled markets from seeds that nothing was tuned on: balanced
 * accuracy, median delay, false switches per 1,000 bars. Then, for comparison, on the general market generator, whose states are hidden deep in the noise.
 * Run: node bench/msc.ts [--tuning]
 */
import { generateMarket } from "../packages/market/src/index.ts";
import { type Score, scored } from "../services/msc-ai/test/score.ts";
import { SCORING_SEEDS, SIZE, TUNING_SEEDS } from "./msc-markets.ts";

const REQUIRED = { accuracy: 0.8, delayBars: 15, falsePerThousand: 1 };
const GOAL = { accuracy: 0.85, delayBars: 12, falsePerThousand: 0.5 };
const seeds = process.argv.includes("--tuning") ? TUNING_SEEDS : SCORING_SEEDS;

function line(name: string, { balancedAccuracy, medianDelayBars, falsePerThousand, switchesPerThousand }: Score): string {
  const figures = [
    `balanced accuracy ${balancedAccuracy.toFixed(3)}`,
    `median delay ${medianDelayBars} bars`,
    `false switches ${falsePerThousand.toFixed(2)} of ${switchesPerThousand.toFixed(2)} per 1,000 bars`,
  ];
  return `${name.padEnd(28)} ${figures.join(", ")}`;
}

function meets({ balancedAccuracy, medianDelayBars, falsePerThousand }: Score, least: typeof REQUIRED): string {
  const passed = balancedAccuracy >= least.accuracy && medianDelayBars <= least.delayBars && falsePerThousand <= least.falsePerThousand;
  return passed ? "reached" : "missed";
}

const labelled = scored(seeds, SIZE);
console.log(`${seeds.length} seeds x ${SIZE.bars} bars x ${SIZE.symbols.length} symbols, seeds ${seeds.join(" ")}`);
console.log(line("labelled market, symbols", labelled.symbols));
console.log(line("labelled market, market", labelled.market));
for (const [state, recall] of Object.entries(labelled.symbols.recall)) console.log(`  recall ${state.padEnd(15)} ${recall.toFixed(3)}`);
seeds.forEach((seed, i) => void console.log(line(`  ${seed}`, labelled.perSeed[i]!)));
console.log(`required 0.80 / 15 / 1: ${meets(labelled.symbols, REQUIRED)}; goal 0.85 / 12 / 0.5: ${meets(labelled.symbols, GOAL)}`);
const hidden = scored(seeds, SIZE, generateMarket);
console.log(line("general market, symbols", hidden.symbols));
console.log(line("general market, market", hidden.market));
