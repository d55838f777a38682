// Gets a fresh machine ready, then does what was asked: install | start | test. Needs Node 20 or newer with npm, nothing else.
// Plain JavaScript without dependencies, because it runs before there are any.
import { Problem } from "./bootstrap/problem.mjs";
import { ensureRedis } from "./bootstrap/redis.mjs";
import { checkDisk, checkNode, ensureDependencies } from "./bootstrap/toolchain.mjs";

const [task = "install", ...args] = process.argv.slice(2);
const TASKS = {
  install: async () => undefined,
  start: async () => {
    await ensureRedis("QUANTUM_REDIS_URL");
    const { startDay } = await import("./bootstrap/start.mjs");
    process.exitCode = await startDay(args);
  },
  test: async () => {
    await ensureRedis("REDIS_URL");
    const { runTests } = await import("./bootstrap/tests.mjs");
    process.exitCode = await runTests(args);
  },
};

try {
  checkNode();
  const work = TASKS[task];
  if (!work) throw new Problem(`unknown task "${task}"`, `use one of: ${Object.keys(TASKS).join(", ")}`);
  checkDisk();
  await ensureDependencies();
  await work();
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  console.error(`\n${error.message}\n  -> ${error.fix}`);
  process.exitCode = 1;
}
