/** Fast tests: offline, no JVM, nothing listening. */
export default {
  testMatch: [
    "<rootDir>/packages/*/test/**/*.test.ts",
    "<rootDir>/infrastructure/test/**/*.test.ts",
    "<rootDir>/ci/test/**/*.test.ts",
    "<rootDir>/scripts/test/**/*.test.ts",
  ],
  testPathIgnorePatterns: ["/node_modules/", "/dist/", "\\.stack\\.test\\.ts$"],
  extensionsToTreatAsEsm: [".ts"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "es6" } },
    ],
  },
  testEnvironmentOptions: { customExportConditions: ["@dataworks/source", "node", "node-addons"] },
  // Ends what hangs; how fast something is, no test says. A busy machine takes its time.
  testTimeout: 60_000,
  modulePathIgnorePatterns: ["<rootDir>/.stack", "/dist/"],
};
