/** Suites by cost: unit (pure), integration (real Redis and Postgres), e2e (the fleet as processes), docker (the fleet in containers). */
const common = {
  transform: {},
  injectGlobals: false,
  testPathIgnorePatterns: ["/node_modules/", "/dist/"],
  modulePathIgnorePatterns: ["/dist/", "/.quantum/"],
  extensionsToTreatAsEsm: [".ts"],
};
const servers = { globalSetup: "./packages/test-kit/src/jest-setup.ts", globalTeardown: "./packages/test-kit/src/jest-teardown.ts" };
const patient = { setupFilesAfterEnv: ["./packages/test-kit/src/jest-patience.ts"] };
export default {
  coverageProvider: "v8",
  workerIdleMemoryLimit: "400MB",
  maxWorkers: 2,
  projects: [
    { ...common, displayName: "unit", testRegex: "(?<!\\.int|\\.e2e|\\.docker)\\.test\\.ts$" },
    { ...common, ...servers, ...patient, displayName: "integration", testRegex: "\\.int\\.test\\.ts$" },
    { ...common, ...servers, displayName: "e2e", testRegex: "\\.e2e\\.test\\.ts$" },
    { ...common, ...servers, displayName: "docker", testRegex: "\\.docker\\.test\\.ts$" },
  ],
};
