import { describe, expect, it } from "@jest/globals";
import type { AddArtifactsRequest, ReleaseSessionRequest } from "#gen/spark/connect/base_pb.js";
import { blobArtifact } from "../../src/artifacts/artifact.ts";
import { CHUNK_BYTES } from "../../src/artifacts/payloads.ts";
import { cacheBlobs, contentHash, uploadArtifacts, type UploadProgress } from "../../src/artifacts/upload.ts";
import { failure, FakeServer } from "./fake-server.ts";
import { connectTo, failureOf } from "./harness.ts";

const large = blobArtifact("files/large.bin", new Uint8Array(3 * CHUNK_BYTES).fill(7));
const small = blobArtifact("jars/small.jar", Uint8Array.of(1, 2, 3));

const cases = (server: FakeServer): (string | undefined)[] =>
  server.requests<AddArtifactsRequest>("AddArtifacts").map((request) => request.payload.case);

describe("an upload", () => {
  it("is one stream, each of whose requests names the session", async () => {
    await using server = await FakeServer.start();
    await using client = connectTo(server);
    const progress: UploadProgress[] = [];
    await uploadArtifacts(client, [small, large], { onUpload: (report) => progress.push(report) });
    expect(cases(server)).toEqual(["batch", "beginChunk", "chunk", "chunk"]);
    const sessions = server.requests<AddArtifactsRequest>("AddArtifacts").map(({ sessionId }) => sessionId);
    expect(new Set(sessions)).toEqual(new Set([client.sessionId]));
    expect(progress.at(0)).toEqual({
      artifact: "jars/small.jar",
      sentBytes: 3,
      totalBytes: 3 + 3 * CHUNK_BYTES,
    });
    expect(progress.at(-1)).toMatchObject({ artifact: "files/large.bin", sentBytes: 3 + 3 * CHUNK_BYTES });
  });

  it("begins anew after a failure that may pass", async () => {
    await using server = await FakeServer.start();
    let attempts = 0;
    server.on("AddArtifacts", () => {
      attempts += 1;
      const summary = { name: "files/large.bin", isCrcSuccessful: true };
      return attempts < 3 ? { fail: failure("UNAVAILABLE") } : { artifacts: [summary] };
    });
    await using client = connectTo(server);
    await uploadArtifacts(client, [large]);
    const once = ["beginChunk", "chunk", "chunk"];
    expect(cases(server)).toEqual([...once, ...once, ...once]);
  });

  it("that arrived damaged is an error that names it", async () => {
    await using server = await FakeServer.start();
    server.on("AddArtifacts", () => ({
      artifacts: [
        { name: "jars/small.jar", isCrcSuccessful: true },
        { name: "files/large.bin", isCrcSuccessful: false },
      ],
    }));
    await using client = connectTo(server);
    const error = await failureOf(uploadArtifacts(client, [small, large]));
    expect(error).toMatchObject({ code: "EXECUTION" });
    expect(error.message).toMatch(/Damaged on the way.*: files\/large\.bin\. Send it again/);
  });

  it("that the server refuses is its error, at once", async () => {
    await using server = await FakeServer.start();
    server.on("AddArtifacts", () => ({ fail: failure("INVALID_ARGUMENT", "ARTIFACT_ALREADY_EXISTS") }));
    await using client = connectTo(server);
    expect(await failureOf(uploadArtifacts(client, [small]))).toMatchObject({
      errorClass: "ARTIFACT_ALREADY_EXISTS",
    });
    expect(cases(server)).toEqual(["batch"]);
  });

  it("ends when its signal is aborted", async () => {
    await using server = await FakeServer.start();
    server.on("AddArtifacts", () => "hang");
    await using client = connectTo(server);
    const abort = new AbortController();
    const running = failureOf(uploadArtifacts(client, [large], { signal: abort.signal }));
    await server.until(() => cases(server).length === 3);
    abort.abort();
    expect(await running).toMatchObject({ code: "CANCELLED" });
  });

  it("whose file fails is ended, with that failure", async () => {
    await using server = await FakeServer.start();
    await using client = connectTo(server);
    const broken = {
      ...large,
      // oxlint-disable-next-line require-yield -- it fails before
      async *pieces(): AsyncGenerator<Uint8Array> {
        throw new Error("the disk is gone");
      },
    };
    await expect(uploadArtifacts(client, [broken])).rejects.toThrow("the disk is gone");
  });
});

describe("caching", () => {
  it("sends what the session does not have, each once", async () => {
    await using server = await FakeServer.start();
    const [a, b] = [Uint8Array.of(1), Uint8Array.of(2)];
    const known = `cache/${contentHash(a)}`;
    server.on("ArtifactStatus", () => ({ statuses: { [known]: { exists: true } } }));
    await using client = connectTo(server);
    expect(await cacheBlobs(client, [a, b, b])).toEqual([a, b, b].map(contentHash));
    const [request] = server.requests<AddArtifactsRequest>("AddArtifacts");
    expect(request?.payload.value).toMatchObject({ artifacts: [{ name: `cache/${contentHash(b)}` }] });
    expect(server.methods()).toEqual(["ArtifactStatus", "AddArtifacts"]);
  });

  it("sends nothing when the session has it all", async () => {
    await using server = await FakeServer.start();
    const blob = Uint8Array.of(1);
    server.on("ArtifactStatus", () => ({ statuses: { [`cache/${contentHash(blob)}`]: { exists: true } } }));
    await using client = connectTo(server);
    await cacheBlobs(client, [blob]);
    expect(server.methods()).toEqual(["ArtifactStatus"]);
  });

  it("names bytes by their SHA-256", () => {
    expect(contentHash(new Uint8Array())).toBe(
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    );
  });
});

describe("cloning a session", () => {
  it("goes on with the id that the server gave", async () => {
    await using server = await FakeServer.start();
    await using client = connectTo(server);
    await using clone = await client.cloneSession();
    expect(clone.sessionId).toBe("99999999-2222-3333-4444-555555555555");
  });

  it("makes one to be given back, used or not", async () => {
    await using server = await FakeServer.start();
    await using client = connectTo(server);
    const clone = await client.cloneSession();
    await clone.close();
    const released = server.requests<ReleaseSessionRequest>("ReleaseSession");
    expect(released.map(({ sessionId }) => sessionId)).toEqual([clone.sessionId]);
  });
});
