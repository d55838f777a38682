/**
 * The balancer at scale: a million random lists against random desks, held against the limits by an independent definition; how often it
 * objects to healthy portfolios on generated bars and (where a folder is given) on real ones; and what a review costs.
 * Run: node bench/pba.ts [lists] [folder of 5m bars]
 */
import { loadBars } from "../packages/market/src/files/index.ts";
import { createRandom, generateMarket } from "../packages/market/src/index.ts";
import { reviewAll } from "../services/pba/src/core/review.ts";
import { objections } from "../services/pba/test/healthy-portfolios.ts";
import { deskOf, randomCase, randomMatrices, violationsOf } from "../services/pba/test/random-desks.ts";

const LISTS = Number(process.argv[2] ?? 1_000_000);
const folder = process.argv[3];
const PORTFOLIOS = 2_000;

const random = createRandom("bench pba");
const matrices = randomMatrices("bench pba");
const outcomes = { ALLOW: 0, SHRINK: 0, BLOCK: 0 };
let [violations, proposals, reviewMs] = [0, 0, 0];
for (let i = 0; i < LISTS; i++) {
  const one = randomCase(random, matrices);
  const desk = deskOf(one);
  const startedAt = performance.now();
  const reviews = reviewAll(one.proposals, desk);
  reviewMs += performance.now() - startedAt;
  for (const { outcome } of reviews) outcomes[outcome] += 1;
  proposals += reviews.length;
  const found = violationsOf(one, reviews);
  if (found.length > 0 && violations++ < 3) console.log(`list ${i}: ${found.join("; ")}`);
}
console.log(`${LISTS} lists, ${proposals} proposals: ${JSON.stringify(outcomes)}; lists that end above a limit: ${violations}`);
console.log(`${((reviewMs * 1000) / proposals).toFixed(1)} us a proposal`);

const generated = generateMarket({ seed: "bench pba", symbols: 30, interval: "5m", fromAt: Date.UTC(2023, 6, 13), bars: 4_000 });
tell("generated bars", objections(generated.series, PORTFOLIOS, "bench"));
if (folder) tell("real bars", objections((await loadBars({ dir: folder, interval: "5m" })).series, PORTFOLIOS, "bench"));

function tell(where: string, { count, flagged, byRule }: ReturnType<typeof objections>): void {
  console.log(
    `healthy portfolios on ${where}: ${flagged} of ${count} objected to (${((100 * flagged) / count).toFixed(2)} %) ${JSON.stringify(byRule)}`,
  );
}
