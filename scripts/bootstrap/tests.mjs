import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { NODE, ROOT } from "./places.mjs";
import { run } from "./run.mjs";

const BIN = join(ROOT, "node_modules", ".bin");
const RESULTS = join(ROOT, ".quantum", "test-results");

/** Lint, types and every test; the last line says how many passed and failed. Arguments go to jest and leave the checks out. */
export async function runTests(args) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  if (args.length === 0) {
    await check(total, "format and lint", ["biome", "check", "--error-on-warnings", "."]);
    await check(total, "types", ["tsc", "-p", "tsconfig.json"]);
    await check(total, "types of the cores", ["tsc", "-p", "tsconfig.core.json"]);
  }
  await jest(total, "unit-and-integration", [...args, "--selectProjects", "unit", "integration"]);
  // One fleet of processes at a time, and one in containers, which mostly waits, beside it.
  await Promise.all(["e2e", "docker"].map((suite) => jest(total, suite, [...args, "--maxWorkers=1", "--selectProjects", suite])));
  if (total.skipped > 0) console.log(`${total.skipped} skipped`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

async function check(total, name, [program, ...args]) {
  console.log(`\n== ${name}`);
  const code = await run(join(BIN, program), args, { cwd: ROOT });
  if (code === 0) total.passed += 1;
  else total.failed += 1;
}

async function jest(total, name, args) {
  console.log(`\n== tests: ${name}`);
  mkdirSync(RESULTS, { recursive: true });
  const file = join(RESULTS, `${name}.json`);
  rmSync(file, { force: true });
  const program = join(ROOT, "node_modules", "jest", "bin", "jest.js");
  const options = ["--passWithNoTests", "--json", `--outputFile=${file}`];
  const env = { ...process.env, NODE_OPTIONS: "--experimental-vm-modules --disable-warning=ExperimentalWarning" };
  // `--selectProjects` takes every word that follows it, so it comes last. With --json jest prints the results to stdout as well; people read what it prints to stderr.
  const code = await run(NODE, [program, ...options, ...args], { cwd: ROOT, env, stdio: ["inherit", "ignore", "inherit"] });
  count(total, { file, code });
}

function count(total, { file, code }) {
  if (!existsSync(file)) {
    total.failed += 1;
    return;
  }
  const results = JSON.parse(readFileSync(file, "utf8"));
  total.passed += results.numPassedTests;
  total.skipped += results.numPendingTests + results.numTodoTests;
  // A file that could not even be run has no tests to count, and is a failure all the same.
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  total.failed += failed > 0 || code === 0 ? failed : 1;
}
