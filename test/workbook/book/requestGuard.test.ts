import assert from "node:assert/strict";
import { hostname } from "node:os";
import { test } from "node:test";
import { createRequestGuard } from "../../../src/workbook/book/live/requestGuard";

test("a guard takes the names of the address that is listened on, with any port, and no others", () => {
  const guard = createRequestGuard("127.0.0.1");
  for (const host of ["127.0.0.1", "127.0.0.1:4173", "localhost:8000", "LOCALHOST", "[::1]:4173"])
    assert.ok(guard.namesThisMachine({ host }), host);
  for (const host of [
    undefined,
    "",
    "evil.example",
    "127.0.0.1.evil.example",
    "evil.example:127.0.0.1",
    "127.0.0.2",
    "localhost.",
    "0.0.0.0",
    hostname() + ".evil.example",
  ])
    assert.ok(!guard.namesThisMachine({ host }), host);
});

test("on all of a machine's addresses, each and the machine's name will do, but no foreign name", () => {
  for (const address of ["0.0.0.0", "::"]) {
    const guard = createRequestGuard(address);
    for (const host of ["127.0.0.1:4173", `${hostname()}:4173`])
      assert.ok(guard.namesThisMachine({ host }), host);
    assert.ok(!guard.namesThisMachine({ host: "evil.example:4173" }));
  }
  assert.ok(createRequestGuard("192.0.2.7").namesThisMachine({ host: "192.0.2.7:4173" }));
});

test("a request is this server's own only if its origin is the host that it asks, over http", () => {
  const guard = createRequestGuard("127.0.0.1");
  const host = "localhost:4173";
  assert.ok(guard.isOwn({ host, origin: "http://localhost:4173" }));
  for (const origin of [
    undefined,
    "null",
    "https://localhost:4173",
    "http://localhost",
    "http://localhost:4174",
    "http://127.0.0.1:4173",
  ])
    assert.ok(!guard.isOwn({ host, origin }), origin);
});
