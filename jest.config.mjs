/** Fast tests: offline, no JVM, nothing listening. */
export default {
  testMatch: ["<rootDir>/packages/*/test/**/*.test.ts", "<rootDir>/scripts/test/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "/dist/", "\\.stack\\.test\\.ts$"],
  extensionsToTreatAsEsm: [".ts"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "es6" } },
    ],
  },
  testEnvironmentOptions: { customExportConditions: ["@dataworks/source", "node", "node-addons"] },
  modulePathIgnorePatterns: ["<rootDir>/.stack", "/dist/"],
};
