/** Statement and branch coverage of the cores of ess and risk_safety by their pure tests. Prints it and ends with 1 below 100 %. Run: npm run coverage:cores */
import { spawnSync } from "node:child_process";
import { CORES, sourcesOf, suiteOf } from "./core-suite.mjs";

let failed = false;
for (const core of CORES) {
  console.log(`\ncoverage of the core of ${core}`);
  const all = { branches: 100, statements: 100, functions: 100, lines: 100 };
  const config = {
    ...suiteOf(core),
    rootDir: process.cwd(),
    modulePathIgnorePatterns: ["/dist/", "/.quantum/"],
    testPathIgnorePatterns: ["/node_modules/", "/.quantum/"],
    collectCoverage: true,
    coverageProvider: "v8",
    collectCoverageFrom: sourcesOf(core),
    coverageReporters: ["text"],
    coverageThreshold: { global: all },
  };
  const env = { ...process.env, NODE_OPTIONS: "--experimental-vm-modules --disable-warning=ExperimentalWarning" };
  const { status } = spawnSync("node_modules/.bin/node", ["node_modules/jest/bin/jest.js", "--config", JSON.stringify(config)], {
    stdio: "inherit",
    env,
  });
  failed ||= status !== 0;
}
process.exitCode = failed ? 1 : 0;
