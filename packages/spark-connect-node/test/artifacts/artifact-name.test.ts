import { pathToFileURL } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { type ArtifactKind, forwardedName, locateArtifact } from "../../src/artifacts/artifact-name.ts";

describe("locateArtifact", () => {
  it.each<[string | URL, ArtifactKind, string, string]>([
    ["/x/udf.jar", "jar", "/x/udf.jar", "jars/udf.jar"],
    ["file:///x/udf.jar", "jar", "/x/udf.jar", "jars/udf.jar"],
    [pathToFileURL("/x/a b.jar"), "jar", "/x/a b.jar", "jars/a b.jar"],
    ["/x/m.py", "pyfile", "/x/m.py", "pyfiles/m.py"],
    ["/x/m.egg", "pyfile", "/x/m.egg", "pyfiles/m.egg"],
    ["/x/data.txt", "file", "/x/data.txt", "files/data.txt"],
    ["/x/a#b.txt", "file", "/x/a#b.txt", "files/a#b.txt"],
    ["/x/a.zip", "archive", "/x/a.zip", "archives/a.zip"],
    ["/x/a.tar.gz#dict", "archive", "/x/a.tar.gz", "archives/a.tar.gz#dict"],
  ])("%s as %s", (source, kind, path, name) => {
    expect(locateArtifact(source, kind)).toEqual({ path, name });
  });

  it.each<[string, ArtifactKind, RegExp]>([
    ["/x/data.txt", "jar", /data\.txt is no jar.*\{ file: true \}/],
    ["/x/data.txt", "pyfile", /data\.txt is no pyfile/],
    ["/x/data.txt", "archive", /data\.txt is no archive/],
    ["https://host/udf.jar", "jar", /files of this machine; https: cannot be sent/],
    ["file://host/udf.jar", "jar", /no file URL of this machine/],
  ])("refuses %s as %s", (source, kind, message) => {
    expect(() => locateArtifact(source, kind)).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT", message: expect.stringMatching(message) }),
    );
  });
});

describe("forwardedName", () => {
  it("is the path itself", () => {
    expect(forwardedName("/data/x.csv")).toBe("forward_to_fs/data/x.csv");
  });

  it.each(["x.csv", "hdfs://host/x.csv", "file:/x.csv"])("refuses %s", (destination) => {
    expect(() => forwardedName(destination)).toThrow(/absolute path without a scheme/);
  });
});
