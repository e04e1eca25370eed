import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { AddArtifactsRequest } from "#gen/spark/connect/base_pb.js";
import { addArtifacts } from "../../src/artifacts/add-artifacts.ts";
import { FakeServer } from "../client/fake-server.ts";
import { connectTo, failureOf } from "../client/harness.ts";

describe("files of one name", () => {
  let folder: string;
  const file = (name: string): string => path.join(folder, name);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "artifacts-"));
    for (const name of ["a", "b"]) {
      await mkdir(file(name));
      await writeFile(file(`${name}/x.txt`), name);
    }
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it("are refused, for a server would keep one of them", async () => {
    await using server = await FakeServer.start();
    await using client = connectTo(server);
    const error = await failureOf(addArtifacts(client, [file("a/x.txt"), file("b/x.txt")], { file: true }));
    expect(error).toMatchObject({ code: "INVALID_ARGUMENT" });
    expect(error.message).toContain(`${file("a/x.txt")} and ${file("b/x.txt")} would both be files/x.txt`);
    expect(server.methods()).toEqual([]);
  });

  it("are sent once when they are one file", async () => {
    await using server = await FakeServer.start();
    await using client = connectTo(server);
    await addArtifacts(client, [file("a/x.txt"), file("b/../a/x.txt")], { file: true });
    const [request] = server.requests<AddArtifactsRequest>("AddArtifacts");
    expect(request?.payload).toMatchObject({
      case: "batch",
      value: { artifacts: [{ name: "files/x.txt" }] },
    });
  });
});
