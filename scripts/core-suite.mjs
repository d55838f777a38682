/** The cores that decide whether money may move: tested until hardly a change of them goes unnoticed. */
export const CORES = ["ess", "risk-safety"];

/** The source files of a core, without its tests. */
export const sourcesOf = (core) => [`services/${core}/src/core/**/*.ts`, `!services/${core}/src/core/**/*.test.ts`];

/** The pure tests of a core alone, for tools that run jest by themselves. */
export function suiteOf(core) {
  return {
    transform: {},
    injectGlobals: false,
    extensionsToTreatAsEsm: [".ts"],
    testPathIgnorePatterns: ["/node_modules/"],
    testRegex: [`services/${core}/src/core/.*(?<!\\.int)\\.test\\.ts$`],
  };
}
