import { describe, expect, it } from "@jest/globals";
import { cleanEnvironment } from "../../src/process/environment.ts";

describe("a child's environment", () => {
  it("has nothing of another Spark, another account or another Python", () => {
    const from = {
      PATH: "/bin",
      HTTPS_PROXY: "http://proxy",
      PIP_INDEX_URL: "https://mirror",
      JAVA_HOME: "/java",
      SPARK_REMOTE: "sc://elsewhere",
      SPARK_HOME: "/elsewhere",
      AWS_PROFILE: "mine",
      AWS_SESSION_TOKEN: "mine",
      PYTHONPATH: "/mine",
      PIP_USER: "1",
    };
    expect(cleanEnvironment({ SPARK_HOME: "/ours" }, from)).toEqual({
      PATH: "/bin",
      HTTPS_PROXY: "http://proxy",
      PIP_INDEX_URL: "https://mirror",
      JAVA_HOME: "/java",
      SPARK_HOME: "/ours",
    });
  });
});
