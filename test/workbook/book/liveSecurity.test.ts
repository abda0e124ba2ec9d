import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { after, before, test } from "node:test";
import { statusPath } from "../../../src/workbook/book/live/protocol";
import { startLive, statusOf, type LiveServer } from "./liveHarness";

// Each test is an attack from outside, or the way in that must stay open.

let live: LiveServer;
let other: LiveServer;
/** When a connection that never ends its request was cut off, in ms after it began. */
let slowEnd: Promise<number>;

before(async () => {
  live = await startLive({}, { sockets: 4 });
  other = await startLive();
  slowEnd = new Promise((resolve) => {
    const began = performance.now();
    const slow = connect(live.port, "127.0.0.1", () =>
      slow.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "),
    );
    slow.on("error", () => undefined).on("close", () => resolve(performance.now() - began));
    slow.resume();
  });
});
after(async () => {
  await live.close();
  await other.close();
});

const token = (): string => new URL(live.server.liveUrl).searchParams.get("token") ?? "";

test("the address with the token sets a cookie that scripts and other sites cannot use, and leads to the address without it", async () => {
  assert.ok(Buffer.from(token(), "base64url").length === 32, "the token has 256 bits");
  const { status, headers } = await live.ask(`/?token=${token()}`);
  assert.deepEqual([status, headers["cache-control"]], [303, "no-store"]);
  assert.match(String(headers.location), /^\/#pass=[\w-]{43}$/);
  assert.match(
    String(headers["set-cookie"]),
    new RegExp(`^lowrank-${live.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/live$`),
  );
  assert.doesNotMatch(
    String(headers["set-cookie"]),
    new RegExp(token()),
    "the cookie is another secret than the token",
  );
  assert.equal((await live.ask(statusPath, { headers: { cookie: live.cookie } })).status, 204);
  assert.equal(await statusOf(live.dial()), 101);
});

test("two starts have different tokens and cookies", () => {
  assert.notEqual(token(), new URL(other.server.liveUrl).searchParams.get("token"));
  assert.notEqual(live.cookie.split("=")[1], other.cookie.split("=")[1]);
});

test("the redirect behind a token stays on this server", async () => {
  for (const asked of [
    `//evil.example/?token=${token()}`,
    `///evil.example/%2e%2e?token=${token()}`,
  ]) {
    const { headers } = await live.ask(asked);
    assert.match(String(headers.location), /^\/(?!\/)/, asked);
  }
  assert.equal(
    (await live.ask(`/%0d%0aSet-Cookie:x=1/?token=${token()}`)).headers["set-cookie"]?.length,
    1,
  );
});

for (const [what, asked] of [
  ["no token", statusPath],
  ["a wrong token", "/?token=AAAA"],
  ["an empty token", "/?token="],
  ["another start's token", undefined],
] as const) {
  test(`${what} opens nothing`, async () => {
    const { status, headers } = await live.ask(
      asked ?? new URL(other.server.liveUrl).pathname + new URL(other.server.liveUrl).search,
    );
    assert.equal(status, 401);
    assert.equal(headers["set-cookie"], undefined);
  });
}

const cookieAttacks: [what: string, cookie: () => string | undefined][] = [
  ["no cookie", () => undefined],
  ["an empty cookie", () => `lowrank-${live.port}=`],
  ["a guessed cookie", () => `lowrank-${live.port}=${"A".repeat(43)}`],
  ["the token as the cookie", () => `lowrank-${live.port}=${token()}`],
  ["the cookie of a server at another port", () => other.cookie],
  [
    "that cookie's value under this port's name",
    () => `lowrank-${live.port}=${other.cookie.split("=")[1]}`,
  ],
  ["this cookie under another port's name", () => `lowrank-1=${live.cookie.split("=")[1]}`],
];
for (const [what, cookie] of cookieAttacks) {
  test(`a socket and the status are refused with ${what}`, async () => {
    const value = cookie();
    assert.equal(await statusOf(live.dial({ cookie: value })), 401);
    assert.equal(
      (await live.ask(statusPath, { headers: value === undefined ? {} : { cookie: value } }))
        .status,
      401,
    );
  });
}

const originAttacks: [what: string, headers: () => Record<string, string | undefined>][] = [
  ["no Origin", () => ({ origin: undefined })],
  ["a page of another site", () => ({ origin: "https://evil.example" })],
  ["a page of another port of this machine", () => ({ origin: other.origin })],
  ["a page without an origin (a file, a sandboxed frame)", () => ({ origin: "null" })],
  ["the same address over https", () => ({ origin: live.origin.replace("http", "https") })],
  ["an origin that begins like this one", () => ({ origin: `${live.origin}.evil.example` })],
  [
    "another name for this machine than the one asked",
    () => ({ origin: live.origin.replace("127.0.0.1", "localhost") }),
  ],
  [
    "a foreign name that was made to point here (DNS rebinding)",
    () => ({ host: `evil.example:${live.port}`, origin: `http://evil.example:${live.port}` }),
  ],
  [
    "a name that begins like this machine's",
    () => ({
      host: `127.0.0.1.evil.example:${live.port}`,
      origin: `http://127.0.0.1.evil.example:${live.port}`,
    }),
  ],
];
for (const [what, headers] of originAttacks) {
  test(`a socket is refused to ${what}, even with the cookie`, async () => {
    assert.equal(await statusOf(live.dial(headers())), 403);
  });
}

test("a socket opens at its own path only", async () => {
  for (const at of [
    "/",
    "/live",
    "/live/socket/",
    "/live/socket?x=1",
    "//live/socket",
    "/live/%73ocket",
  ])
    assert.equal(await statusOf(live.dial({}, at)), 404, at);
});

test("requests from pages of other origins are refused, and no answer allows them to be read", async () => {
  const { cookie, origin } = live;
  for (const headers of [
    { origin: "https://evil.example" },
    { origin: other.origin },
    { origin: "null" },
  ]) {
    for (const asked of ["/", statusPath])
      assert.equal((await live.ask(asked, { headers: { cookie, ...headers } })).status, 403);
  }
  for (const site of ["cross-site", "same-site"])
    assert.equal(
      (await live.ask(statusPath, { headers: { cookie, "sec-fetch-site": site } })).status,
      403,
    );
  assert.equal(
    (await live.ask(statusPath, { headers: { cookie, origin, "sec-fetch-site": "same-origin" } }))
      .status,
    204,
  );
  for (const asked of ["/", "/none", statusPath, "/live/other", `/?token=${token()}`]) {
    const { headers } = await live.ask(asked, { headers: { cookie } });
    assert.deepEqual(
      Object.keys(headers).filter((name) => name.startsWith("access-control-")),
      [],
      asked,
    );
    assert.match(
      String(headers["content-security-policy"]),
      /default-src 'none'.*frame-ancestors 'none'/,
    );
    assert.equal(headers["cross-origin-resource-policy"], "same-origin");
  }
  assert.equal(
    (
      await live.ask("/", {
        method: "OPTIONS",
        headers: { origin: "https://evil.example", "access-control-request-method": "GET" },
      })
    ).status,
    403,
  );
});

test("without a token the pages can be read, and nothing below /live can", async () => {
  assert.equal((await live.ask("/")).status, 200);
  for (const asked of ["/live", "/live/", statusPath, "/live/socket", "/live/..%2findex.html"])
    assert.equal((await live.ask(asked)).status, 401, asked);
  assert.equal((await live.ask("/live/none", { headers: { cookie: live.cookie } })).status, 404);
});

test("links in the book's folder that lead out of it are not followed", async () => {
  const book = path.join(live.notebooks, "..", "book");
  writeFileSync(path.join(book, "..", "secret.html"), "secret");
  mkdirSync(path.join(book, "assets"));
  symlinkSync(path.join(book, "..", "secret.html"), path.join(book, "link.html"));
  symlinkSync(path.join(book, ".."), path.join(book, "assets", "up"));
  symlinkSync(path.join(book, "index.html"), path.join(book, "own.html"));
  for (const asked of [
    "/link.html",
    "/link",
    "/assets/up/secret.html",
    "/assets/up/secret",
    "/assets/up/notebooks/01-a.ipynb",
    "/etc/passwd",
    "//etc/passwd",
    "/%2fetc/passwd",
  ]) {
    const { status, body } = await live.ask(asked);
    assert.equal(status, 404, asked);
    assert.doesNotMatch(body, /^secret/);
  }
  assert.equal((await live.ask("/own.html")).status, 200);
});

test("a request with a body is refused unread", async () => {
  assert.equal(
    (await live.ask("/", { headers: { "content-length": "5" }, body: "12345" })).status,
    413,
  );
  assert.equal(
    (await live.ask("/", { headers: { "transfer-encoding": "chunked" }, body: "12345" })).status,
    413,
  );
  assert.equal(
    (
      await live.ask(statusPath, {
        method: "POST",
        headers: { cookie: live.cookie, "content-length": "5" },
        body: "12345",
      })
    ).status,
    405,
  );
});

test("a request's head that is too large is refused", async () => {
  assert.equal((await live.ask("/", { headers: { "x-large": "x".repeat(20_000) } })).status, 431);
});

const passes: [what: string, pass: () => string | undefined][] = [
  ["no pass", () => undefined],
  ["an empty pass", () => ""],
  ["the token", token],
  ["the cookie", () => live.cookie.split("=")[1]],
  ["the pass of a server at another port", () => other.pass],
];
for (const [what, pass] of passes) {
  test(`a socket that says ${what} is ended, although it has the cookie`, async () => {
    const socket = live.dial();
    const heard: string[] = [];
    socket.on("message", (data: Buffer) => heard.push(data.toString("utf8")));
    const closed = new Promise((resolve) => socket.once("close", resolve));
    await new Promise((resolve) => socket.once("open", resolve));
    socket.send(JSON.stringify({ type: "open", notebook: "01-a.ipynb", pass: pass() }));
    socket.send(JSON.stringify({ type: "execute", cell: "a", code: "1" }));
    await closed;
    assert.ok(
      heard.every((text) => text.includes('"refused"')),
      heard.join(),
    );
  });
}

for (const notebook of [
  "../../etc/passwd",
  "/etc/passwd",
  "..\\01-a.ipynb",
  "../notebooks/01-a.ipynb",
  "./01-a.ipynb",
  "solutions/../01-a.ipynb",
  "%2e%2e/01-a.ipynb",
  "01-a",
  "",
  "solutions",
  "01-a.ipynb\0",
  "..",
]) {
  test(`the notebook ${JSON.stringify(notebook)} cannot be opened`, async () => {
    const page = await live.connect();
    page.send({ type: "open", notebook });
    assert.match(
      (await page.hears("refused")).message,
      /no such notebook|not one that a page may send/,
    );
    page.send({ type: "execute", cell: "a", code: "1" });
    assert.match(
      (await page.hears("refused", ({ message }) => message.includes("first"))).message,
      /Open a notebook first/,
    );
    await page.cut();
  });
}

test("what is no message is refused in words, and the page's socket stays", async () => {
  const page = await live.connect();
  const bad = [
    "",
    "{",
    "null",
    "[]",
    "7",
    '"open"',
    "{}",
    '{"type":"shutdown"}',
    '{"type":"__proto__"}',
    '{"type":"execute","cell":1,"code":"1"}',
    '{"type":"execute","cell":"a"}',
    '{"type":"complete","request":1,"code":"a","cursor":-1}',
    '{"type":"open","notebook":["01-a.ipynb"]}',
    '{"type":"open","notebook":"01-a.ipynb","seen":"x"}',
    JSON.stringify({ type: "execute", cell: "x".repeat(300), code: "1" }),
  ];
  for (const text of bad) page.socket.send(text);
  await page.hears("refused", () => page.heard.length === bad.length);
  assert.ok(page.heard.every(({ type }) => type === "refused"));
  assert.equal((await page.open()).isNew, true);
  page.send({ type: "open", notebook: "01-a.ipynb" });
  assert.match(
    (await page.hears("refused", ({ message }) => message.includes("already"))).message,
    /open already/,
  );
  await page.cut();
});

test("a message that is too large, or binary, ends its socket and no other", async () => {
  const [large, binary, fine] = await Promise.all([live.connect(), live.connect(), live.connect()]);
  large.send({ type: "execute", cell: "a", code: "x".repeat(1_100_000) });
  binary.socket.send(Buffer.from([1, 2, 3]));
  assert.equal(await large.closed, 1009);
  assert.equal(await binary.closed, 1003);
  assert.equal((await fine.open()).type, "opened");
  await fine.cut();
});

test("a flood of sockets is stopped at the limit, and one that closes makes room", async () => {
  const pages = await Promise.all(Array.from({ length: 4 }, () => live.connect()));
  assert.equal(await statusOf(live.dial()), 503);
  for (const page of pages) page.socket.close();
  await Promise.all(pages.map(({ closed }) => closed));
  assert.equal(await statusOf(live.dial()), 101);
});

test("a connection that does not end its request is cut off", { timeout: 60_000 }, async () => {
  const milliseconds = await slowEnd;
  assert.ok(milliseconds > 5_000 && milliseconds < 45_000, `after ${milliseconds} ms`);
});

test(
  "a page that asks without end and never reads is cut off, and others are served",
  { timeout: 60_000 },
  async () => {
    const page = await live.connect();
    page.socket.pause();
    const message = JSON.stringify({
      type: "open",
      notebook: 1,
      session: 2,
      seen: "the answer to this is long",
    });
    const sendMany = (): Promise<boolean> =>
      new Promise((resolve) => {
        for (let i = 0; i < 999; i++) page.socket.send(message, () => undefined);
        page.socket.send(message, (error) => resolve(error === undefined || error === null));
      });
    let batches = 0;
    while (batches < 1_000 && (await sendMany())) batches++;
    assert.ok(batches < 1_000, "a million questions were taken");
    assert.equal((await live.ask("/")).status, 200);
    page.socket.terminate();
  },
);
