/**
 * A hundred thousand random sequences of fills, refusals, lost answers, bars and stops through execution's core at a toy exchange: what the orders
 * of a plan can come to, against their parent, and what is left open without a stop. Prints every violation and the processor time per input.
 * Run: node bench/execution-children.ts [sequences] [first seed]
 */
import { playSequences } from "../services/execution/test/child-sums.ts";

const SEQUENCES = Number(process.argv[2] ?? 100_000);
const FIRST = Number(process.argv[3] ?? 1);

const before = process.cpuUsage();
const { faults, tally } = playSequences(FIRST, SEQUENCES);
const { user, system } = process.cpuUsage(before);
for (const fault of faults) console.log(`VIOLATION ${fault}`);
console.table(tally);
console.log(
  `${faults.length} violations; ${((user + system) / tally.inputs).toFixed(0)} us of processor time per input, the exchange included`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
