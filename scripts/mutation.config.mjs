import { sourcesOf, suiteOf } from "./core-suite.mjs";

/** Which core is mutated: set by mutation.mjs. */
const core = process.env.MUTATED_CORE ?? "ess";

/** At least this share of the changes made to a core must make a test fail, percent. */
const LEAST_SCORE_PERCENT = 85;

export default {
  testRunner: "jest",
  plugins: ["@stryker-mutator/jest-runner"],
  mutate: sourcesOf(core),
  jest: { projectType: "custom", config: suiteOf(core), enableFindRelatedTests: false },
  testRunnerNodeArgs: ["--experimental-vm-modules"],
  coverageAnalysis: "perTest",
  concurrency: 2,
  // Modules of a mutant stay in memory until its process ends.
  maxTestRunnerReuse: 60,
  tempDirName: ".quantum/mutation",
  // Only the core, its tests and what they set up by; everything else is the workspace's own.
  ignorePatterns: [
    "**",
    `!services/${core}/src/**/*.ts`,
    `!services/${core}/test/**/*.ts`,
    `!services/${core}/package.json`,
    "!package.json",
  ],
  incremental: true,
  incrementalFile: `.quantum/mutation-${core}.json`,
  reporters: ["clear-text", "json"],
  jsonReporter: { fileName: `.quantum/mutation-report-${core}.json` },
  clearTextReporter: { logTests: false, reportTests: false },
  // Only what never ends may run out of time, however busy the machine is.
  timeoutMS: 60_000,
  thresholds: { high: 95, low: LEAST_SCORE_PERCENT, break: LEAST_SCORE_PERCENT },
};
