import { describe, expect, it } from "@jest/globals";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cachePaths } from "../../src/install/cache.ts";
import { readMarker, writeMarker } from "../../src/install/marker.ts";
import { atLeast, checkNode, findPython, javaMajor } from "../../src/install/prerequisites.ts";
import { PYTHON_REQUIREMENTS, requirementsHash } from "../../src/install/requirements.ts";

describe("the cache", () => {
  it("keeps an environment per set of pins", () => {
    expect(requirementsHash(["a==1", "b==2"])).toBe(requirementsHash(["a==1", "b==2"]));
    expect(requirementsHash(["a==1", "b==2"])).not.toBe(requirementsHash(["a==1", "b==3"]));
    expect(cachePaths({}).venv).toContain(`venv-${requirementsHash(PYTHON_REQUIREMENTS)}`);
  });

  it.each([
    [{ XDG_CACHE_HOME: "/caches" }, "/caches/dataworks-adg"],
    [{ XDG_CACHE_HOME: "relative" }, ".cache/dataworks-adg"],
    [{}, ".cache/dataworks-adg"],
  ])("is where %j says", (env, expected) => {
    expect(cachePaths(env).root.endsWith(expected)).toBe(true);
  });

  it("believes an installation only when it is sealed and whole", async () => {
    const folder = await mkdtemp(join(tmpdir(), "marker-"));
    const jar = join(folder, "a.jar");
    await writeFile(jar, "whole");
    expect(await readMarker(folder)).toBeUndefined();
    await writeMarker(folder, [jar]);
    expect(await readMarker(folder)).toEqual({ files: { [jar]: 5 } });
    await writeFile(jar, "cut");
    expect(await readMarker(folder)).toBeUndefined();
    await rm(jar);
    expect(await readMarker(folder)).toBeUndefined();
    await rm(folder, { recursive: true });
  });
});

describe("prerequisites", () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['java version "1.8.0_392"', 8],
    ['openjdk version "25-ea" 2025-09-16', 25],
    ["command not found", undefined],
  ])("Java: %s", (text, major) => {
    expect(javaMajor(text)).toBe(major);
  });

  it.each([
    ["3.10.0", true],
    ["3.9.18", false],
    ["4.0.0", true],
    ["2.7.18", false],
  ])("Python %s will do: %s", (version, expected) => {
    expect(atLeast(version, 3, 10)).toBe(expected);
  });

  it("says what it found in Python's place", async () => {
    await expect(findPython({ ADG_PYTHON: "/nowhere/python3" })).rejects.toMatchObject({
      code: "PREREQUISITE",
      message: expect.stringContaining("/nowhere/python3"),
    });
  });

  it("refuses an old Node", () => {
    expect(() => checkNode("18.20.0")).toThrow("Node 20.19 or newer");
    expect(() => checkNode("20.19.0")).not.toThrow();
  });
});
