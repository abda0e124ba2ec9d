import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { downloadFile, type DownloadOptions } from "../../../src/workbook/sets/downloadFile";
import { TransferError } from "../../../src/workbook/sets/transferError";
import { startFaultServer, type Served } from "./faultServer";

const folder = mkdtempSync(path.join(os.tmpdir(), "download-"));
after(() => rmSync(folder, { recursive: true }));

const bytes = randomBytes(200_000);
const sha256 = createHash("sha256").update(bytes).digest("hex");
const quick: DownloadOptions = { retrySeconds: 0.01, attempts: 3 };
let count = 0;

/** Downloads one file from a server that serves it so; `more` goes with the request. */
async function download(
  served: Partial<Served>,
  more: { bytes?: number; sha256?: string } = { bytes: bytes.length, sha256 },
  options = quick,
) {
  const target = path.join(folder, String(count++));
  let connections = 0;
  const cutReady = (): boolean =>
    sizeOf(target) >= (served.cutAfter ?? 0) * (connections + 1) && ++connections > 0;
  const server = await startFaultServer(new Map([["file", { bytes, cutReady, ...served }]]));
  const request = { url: new URL(`${server.address}/file`), name: "file", target, ...more };
  return {
    server,
    target,
    request,
    run: () => downloadFile(request, options).finally(() => server.close()),
  };
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

function assertWhole(target: string): void {
  assert.ok(readFileSync(target).equals(bytes));
}

async function assertFails(run: () => Promise<unknown>, message: RegExp): Promise<void> {
  await assert.rejects(run, (error: Error) => {
    assert.ok(error instanceof TransferError, error.stack);
    assert.match(error.message, message);
    return true;
  });
}

test("downloadFile brings a file in one request and measures it", async () => {
  const { server, target, run } = await download({});
  assert.deepEqual(await run(), { bytes: bytes.length, sha256 });
  assertWhole(target);
  assert.deepEqual(server.requests, [{ path: "file" }]);
});

test("downloadFile measures a file of which nothing is known, with and without a length from the server", async () => {
  for (const chunked of [false, true]) {
    const { run } = await download({ chunked }, {});
    assert.deepEqual(await run(), { bytes: bytes.length, sha256 });
  }
});

test("downloadFile goes on where a connection was cut, by Range and If-Range", async () => {
  const { server, target, run } = await download({ cutAfter: 70_000, cuts: 2 });
  await run();
  assertWhole(target);
  const resumed = (from: number) => ({ path: "file", range: `bytes=${from}-`, ifRange: '"v1"' });
  assert.deepEqual(server.requests, [{ path: "file" }, resumed(70_000), resumed(140_000)]);
});

test("downloadFile goes on in a later run where an earlier one gave up", async () => {
  const first = await download({ cutAfter: 50_000 }, undefined, { ...quick, attempts: 1 });
  await assertFails(
    first.run,
    /the connection to 127\.0\.0\.1:\d+ was cut \(tried once\); 50,000 bytes have come: run the command again to go on from there/,
  );
  const server = await startFaultServer(new Map([["file", { bytes }]]));
  // Another port is another address, from which an unknown file could not be gone on with.
  const moved = { ...first.request, url: new URL(`${server.address}/file`) };
  const receipt = `${first.target}.json`;
  writeFileSync(
    receipt,
    readFileSync(receipt, "utf8").replace(first.request.url.href, moved.url.href),
  );
  await downloadFile(moved, quick).finally(() => server.close());
  assertWhole(first.target);
  assert.deepEqual(server.requests, [{ path: "file", range: "bytes=50000-", ifRange: '"v1"' }]);
});

test("downloadFile starts again when the address is another one than before", async () => {
  const { server, target, request, run } = await download({});
  writeFileSync(target, bytes.subarray(0, 10));
  writeFileSync(
    `${target}.json`,
    JSON.stringify({ url: `${request.url.href}-other`, validator: '"v1"', complete: false }),
  );
  await run();
  assertWhole(target);
  assert.deepEqual(server.requests, [{ path: "file" }]);
});

test("downloadFile starts again when the server ignores the range, or the file has changed meanwhile", async () => {
  for (const served of [{ ignoreRange: true }, { etag: '"v2"' }]) {
    const { server, target, request, run } = await download(served);
    writeFileSync(target, randomBytes(1000));
    writeFileSync(
      `${target}.json`,
      JSON.stringify({ url: request.url.href, validator: '"v1"', complete: false }),
    );
    await run();
    assertWhole(target);
    assert.equal(server.requests[0].range, "bytes=1000-");
    assert.equal(server.requests.length, 1);
  }
});

test("downloadFile starts again when the halves do not make the file", async () => {
  const { server, target, request, run } = await download({ etag: null });
  writeFileSync(target, randomBytes(1000)); // Not the beginning of the file.
  writeFileSync(`${target}.json`, JSON.stringify({ url: request.url.href, complete: false }));
  await run();
  assertWhole(target);
  assert.deepEqual(
    server.requests.map(({ range }) => range),
    ["bytes=1000-", undefined],
  );
});

test("downloadFile starts again after a range that is not the one asked for", async () => {
  for (const served of [{ wrongRange: true }, { bytes: bytes.subarray(0, 500) }]) {
    const { server, target, request } = await download(served, {});
    writeFileSync(target, bytes.subarray(0, 1000));
    writeFileSync(
      `${target}.json`,
      JSON.stringify({ url: request.url.href, validator: '"v1"', complete: false }),
    );
    await downloadFile(request, quick).finally(() => server.close());
    assert.ok(readFileSync(target).equals(served.bytes ?? bytes));
    assert.deepEqual(
      server.requests.map(({ range }) => range),
      ["bytes=1000-", undefined],
    );
  }
});

test("downloadFile does not go on with an unknown file without anything to compare", async () => {
  for (const etag of [null, 'W/"v1"']) {
    const { server, target, run } = await download(
      { etag, cutAfter: 1000, cuts: 1 },
      { bytes: bytes.length },
    );
    await run();
    assertWhole(target);
    assert.deepEqual(
      server.requests.map(({ range }) => range),
      [undefined, undefined],
    );
  }
});

test("downloadFile asks nothing again of a file that is whole", async () => {
  const { server, request, run } = await download({});
  await run();
  assert.deepEqual(await downloadFile(request, quick), { bytes: bytes.length, sha256 });
  assert.equal(server.requests.length, 1);
});

test("downloadFile refuses a file of a wrong checksum and keeps nothing of it", async () => {
  const wrong = Buffer.from(bytes);
  wrong[100_000] ^= 1;
  const { server, target, run } = await download({ bytes: wrong });
  await assertFails(
    run,
    new RegExp(
      `file is not the file that the catalogue describes: SHA-256 [0-9a-f]{64} where ${sha256} is expected; nothing was installed\\. Try again`,
    ),
  );
  assert.equal(existsSync(target), false);
  assert.equal(existsSync(`${target}.json`), false);
  assert.equal(server.requests.length, 1);
});

test("downloadFile refuses a file of a wrong length, announced or not", async () => {
  const short = await download({ bytes: bytes.subarray(0, 1234) });
  await assertFails(short.run, /1,234 bytes where 200,000 are expected/);
  const long = await download({ bytes: Buffer.concat([bytes, bytes]), chunked: true });
  await assertFails(long.run, /sends more than 200,000 bytes/);
  assert.equal(existsSync(long.target), false);
  const ended = await download({ bytes: bytes.subarray(0, 1234), chunked: true }, undefined, {
    ...quick,
    attempts: 1,
  });
  await assertFails(ended.run, /ended after 1,234 of 200,000 bytes/);
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
    const { server, target, run } = await download({ status });
    await assertFails(run, message);
    assert.equal(server.requests.length, requests, String(status));
    assert.equal(existsSync(target), false);
  }
});

test("downloadFile gets over a passing fault, and tells of it", async () => {
  const problems: string[] = [];
  const { target, run } = await download({ status: 502, statuses: 2 }, undefined, {
    ...quick,
    onRetry: (problem) => problems.push(problem),
  });
  await run();
  assertWhole(target);
  assert.equal(problems.length, 2);
  assert.match(problems[0], /has a fault \(502\)/);
});

test("downloadFile follows a redirection", async () => {
  const other = await startFaultServer(new Map([["elsewhere/file", { bytes }]]));
  const { target, run } = await download({ redirect: `${other.address}/elsewhere/file` });
  await run().finally(() => other.close());
  assertWhole(target);
});

test("downloadFile says what to do when nobody listens, or no such host is known", async () => {
  const port = await unusedPort();
  const request = (address: string) => ({
    url: new URL(address),
    name: "file",
    target: path.join(folder, "none"),
  });
  await assertFails(
    () => downloadFile(request(`http://127.0.0.1:${port}/file`), quick),
    /127\.0\.0\.1:\d+ takes no connections \(ECONNREFUSED\); try again later.*HTTPS_PROXY.*--from/,
  );
  await assertFails(
    () => downloadFile(request("http://no-such-host.invalid/file"), quick),
    /cannot reach no-such-host\.invalid \(E[A-Z_]+\); connect to the network/,
  );
});

test("downloadFile takes a connection that holds still for cut", async () => {
  const { run, target } = await download({ stallAfter: 3000 }, undefined, {
    attempts: 2,
    retrySeconds: 0.01,
    stallSeconds: 1,
  });
  await assertFails(run, /has sent nothing for 1 s \(tried 2 times\); 6,000 bytes have come/);
  assert.ok(readFileSync(target).length > 0);
});

test("downloadFile gives a slow connection its time, as long as bytes come", async () => {
  const { server, run, target } = await download({ pieces: 25 }, undefined, {
    attempts: 1,
    stallSeconds: 2,
  });
  await run();
  assertWhole(target);
  assert.equal(server.requests.length, 1);
});

test("downloadFile ends at once when aborted, and what has come stays", async () => {
  const controller = new AbortController();
  const { run, target } = await download({ stallAfter: 3000 }, undefined, {
    signal: controller.signal,
    onBytes: (received) => received > 0 && controller.abort(new Error("enough")),
  });
  await assert.rejects(run, /^Error: enough$/);
  assert.deepEqual(readFileSync(target), bytes.subarray(0, 3000));
});

test("downloadFile passes on what the file system says when it cannot write", async () => {
  const { run } = await download({}, undefined, {
    ...quick,
    openSink: () =>
      Promise.resolve({
        write: () =>
          Promise.reject(Object.assign(new Error("no space left on device"), { code: "ENOSPC" })),
        close: () => Promise.resolve(),
      }),
  });
  await assert.rejects(run, { code: "ENOSPC" });
});

test("downloadFile begins anew where a process was killed while it wrote the receipt", async () => {
  const { server, target, run } = await download({});
  writeFileSync(target, bytes.subarray(0, 10));
  writeFileSync(`${target}.json`, '{"url": "http');
  await run();
  assertWhole(target);
  assert.deepEqual(server.requests, [{ path: "file" }]);
});

test("downloadFile reads a file: address, and says when the file is missing", async () => {
  const source = path.join(folder, "a file.bin");
  writeFileSync(source, bytes);
  const target = path.join(folder, "copy");
  assert.deepEqual(
    await downloadFile({ url: pathToFileURL(source), name: "file", target, sha256 }, quick),
    { bytes: bytes.length, sha256 },
  );
  assertWhole(target);
  await assertFails(
    () =>
      downloadFile(
        { url: pathToFileURL(`${source}.gone`), name: "file", target: `${target}2` },
        quick,
      ),
    /no file at .*\.gone \(404\)/,
  );
  assert.deepEqual(
    readdirSync(folder)
      .filter((name) => name.startsWith("copy"))
      .sort(),
    ["copy", "copy.json"],
  );
});

async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
