import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { downloadFile, type DownloadOptions } from "../../../src/workbook/sets/downloadFile";
import { TransferError } from "../../../src/workbook/sets/transferError";
import { startFaultServer, type Served } from "./faultServer";

const bytes = randomBytes(200_000);
const sha256 = createHash("sha256").update(bytes).digest("hex");
const quick: DownloadOptions = { retrySeconds: 0.01, attempts: 3 };

/** Downloads one file from a server that serves it so; `more` goes with the request. */
async function download(
  served: Partial<Served>,
  more: { bytes?: number; sha256?: string } = { bytes: bytes.length, sha256 },
  options = quick,
) {
  const server = await startFaultServer(new Map([["file", { bytes, ...served }]]));
  const request = { url: new URL(`${server.address}/file`), name: "file", ...more };
  return {
    server,
    run: () => downloadFile(request, options).finally(() => server.close()),
  };
}

async function assertFails(run: () => Promise<unknown>, message: RegExp): Promise<void> {
  await assert.rejects(run, (error: Error) => {
    assert.ok(error instanceof TransferError, error.stack);
    assert.match(error.message, message);
    return true;
  });
}

test("downloadFile brings a file in one request and measures it", async () => {
  const { server, run } = await download({});
  assert.deepEqual(await run(), { content: bytes, sha256 });
  assert.deepEqual(server.requests, ["file"]);
});

test("downloadFile measures a file of which nothing is known, with and without a length from the server", async () => {
  for (const chunked of [false, true]) {
    const { run } = await download({ chunked }, {});
    assert.deepEqual(await run(), { content: bytes, sha256 });
  }
});

test("downloadFile tries again after a connection was cut, and takes nothing of the first half", async () => {
  const { server, run } = await download({ cutAfter: 70_000, cuts: 2 });
  assert.deepEqual(await run(), { content: bytes, sha256 });
  assert.equal(server.requests.length, 3);
});

test("downloadFile gives up after as many attempts as it may make", async () => {
  const { server, run } = await download({ cutAfter: 50_000 });
  await assertFails(run, /the connection to 127\.0\.0\.1:\d+ was cut \(tried 3 times\)$/);
  assert.equal(server.requests.length, 3);
});

test("downloadFile refuses a file of a wrong checksum without asking for it again", async () => {
  const wrong = Buffer.from(bytes);
  wrong[100_000] ^= 1;
  const { server, run } = await download({ bytes: wrong });
  await assertFails(
    run,
    new RegExp(
      `file is not the file that the catalogue describes: SHA-256 [0-9a-f]{64} where ${sha256} is expected; nothing was installed\\. Try again`,
    ),
  );
  assert.equal(server.requests.length, 1);
});

test("downloadFile refuses a file of a wrong length, announced or not", async () => {
  const short = await download({ bytes: bytes.subarray(0, 1234) });
  await assertFails(short.run, /1,234 bytes where 200,000 are expected/);
  const long = await download({ bytes: Buffer.concat([bytes, bytes]), chunked: true });
  await assertFails(long.run, /sends more than 200,000 bytes/);
  const ended = await download({ bytes: bytes.subarray(0, 1234), chunked: true }, undefined, {
    ...quick,
    attempts: 1,
  });
  await assertFails(ended.run, /ended after 1,234 of 200,000 bytes \(tried once\)/);
});

test("downloadFile says what an answer other than the file means, and asks again only where that may help", async () => {
  const cases: [number, RegExp, number][] = [
    [
      404,
      /no file at http:\/\/127\.0\.0\.1:\d+\/file \(404\); the source may have moved: look for a newer Lowrank, or name a mirror with --from/,
      1,
    ],
    [403, /refuses .* \(403\); try again later/, 1],
    [429, /asks to wait \(429\); try again in some minutes.*\(tried 3 times\)/, 3],
    [500, /has a fault \(500\); try again later.*\(tried 3 times\)/, 3],
    [503, /has a fault \(503\)/, 3],
    [204, /answers 204 .* which is no file/, 1],
  ];
  for (const [status, message, requests] of cases) {
    const { server, run } = await download({ status });
    await assertFails(run, message);
    assert.equal(server.requests.length, requests, String(status));
  }
});

test("downloadFile says what to do when nobody listens, or no such host is known", async () => {
  const port = await unusedPort();
  const request = (address: string) => ({ url: new URL(address), name: "file" });
  await assertFails(
    () => downloadFile(request(`http://127.0.0.1:${port}/file`), quick),
    /127\.0\.0\.1:\d+ takes no connections \(ECONNREFUSED\); try again later.*HTTPS_PROXY.*--from/,
  );
  await assertFails(
    () => downloadFile(request("http://no-such-host.invalid/file"), quick),
    /cannot reach no-such-host\.invalid \(E[A-Z_]+\); connect to the network/,
  );
});

test("downloadFile gets over a passing fault, and tells of it", async () => {
  const problems: string[] = [];
  const { run } = await download({ status: 502, statuses: 2 }, undefined, {
    ...quick,
    onRetry: (problem) => problems.push(problem),
  });
  assert.deepEqual(await run(), { content: bytes, sha256 });
  assert.equal(problems.length, 2);
  assert.match(problems[0], /has a fault \(502\)/);
});

test("downloadFile follows a redirection", async () => {
  const other = await startFaultServer(new Map([["elsewhere/file", { bytes }]]));
  const { run } = await download({ redirect: `${other.address}/elsewhere/file` });
  assert.deepEqual(await run().finally(() => other.close()), { content: bytes, sha256 });
});

test("downloadFile takes a connection that holds still for cut", async () => {
  const { run } = await download({ stallAfter: 3000 }, undefined, {
    attempts: 2,
    retrySeconds: 0.01,
    stallSeconds: 1,
  });
  await assertFails(run, /has sent nothing for 1 s \(tried 2 times\)$/);
});

test("downloadFile gives a slow connection its time, as long as bytes come", async () => {
  const { server, run } = await download({ pieces: 25 }, undefined, {
    attempts: 1,
    stallSeconds: 2,
  });
  assert.deepEqual(await run(), { content: bytes, sha256 });
  assert.equal(server.requests.length, 1);
});

test("downloadFile ends at once when aborted", async () => {
  const controller = new AbortController();
  const { server, run } = await download({ stallAfter: 3000 }, undefined, {
    signal: controller.signal,
    onBytes: (received) => received > 0 && controller.abort(new Error("enough")),
  });
  await assert.rejects(run, /^Error: enough$/);
  assert.equal(server.requests.length, 1);
});

test("downloadFile reads a file: address, and says when the file is missing", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "download-"));
  after(() => rmSync(folder, { recursive: true }));
  const source = path.join(folder, "a file.bin");
  writeFileSync(source, bytes);
  const url = pathToFileURL(source);
  assert.deepEqual(await downloadFile({ url, name: "file", sha256 }, quick), {
    content: bytes,
    sha256,
  });
  await assertFails(
    () => downloadFile({ url: pathToFileURL(`${source}.gone`), name: "file" }, quick),
    /no file at .*\.gone \(404\)/,
  );
});

async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
