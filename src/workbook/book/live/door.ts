import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** Lets in who came with this start's token. */
export interface Door {
  /** Is in the address that the terminal shows. */
  readonly token: string;
  /** The header that gives a browser its cookie. */
  readonly setCookie: string;
  /** Whether this is the token. */
  admits(token: string): boolean;
  /** Whether the request carries the cookie. */
  knows(headers: IncomingHttpHeaders): boolean;
}

/**
 * A door for the server at a port, with a token and a cookie of 256 random bits each. The cookie's
 * name has the port, for browsers send one host's cookies to all its ports; scripts cannot read it,
 * and no other site's page can make a browser send it.
 */
export function createDoor(port: number): Door {
  const token = randomBytes(32).toString("base64url");
  const pass = randomBytes(32).toString("base64url");
  const name = `lowrank-${port}`;
  return {
    token,
    setCookie: `${name}=${pass}; HttpOnly; SameSite=Strict; Path=/live`,
    admits: (given) => isSame(given, token),
    knows: ({ cookie = "" }) => readCookies(cookie, name).some((value) => isSame(value, pass)),
  };
}

/** Compares in a time that says nothing of where two texts differ, nor of how long one is. */
function isSame(given: string, secret: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}

function readCookies(header: string, name: string): string[] {
  const pairs = header.split(";").map((pair) => pair.trim());
  return pairs
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}
