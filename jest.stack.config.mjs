import unit from "./jest.config.mjs";

/**
 * Tests on the embedded stack: real Spark Connect, S3, STS, IAM, DynamoDB. One JVM serves them all. `*.alone.stack.test.ts`
 * end it, and run while nothing else does.
 */
export default {
  ...unit,
  testMatch: [
    "<rootDir>/packages/*/test/**/*.stack.test.ts",
    "<rootDir>/infrastructure/test/**/*.stack.test.ts",
  ],
  testPathIgnorePatterns: ["/node_modules/", "/dist/"],
  testTimeout: 300_000,
};
