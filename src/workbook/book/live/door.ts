import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** Lets in who came with this start's token. */
export interface Door {
  /** Is in the address that the terminal shows. */
  readonly token: string;
  /**
   * What a page of this server says first on its socket. It lies in the storage of the page's
   * origin, which no other port of this machine reads, as cookies are read.
   */
  readonly pass: string;
  /** The header that gives a browser its cookie. */
  readonly setCookie: string;
  /** Whether this is the token. */
  admits(token: string): boolean;
  /** Whether this is the pass. */
  passes(pass: string | undefined): boolean;
  /** Whether the request carries the cookie. */
  knows(headers: IncomingHttpHeaders): boolean;
}

/**
 * A door for the server at a port, with a token, a cookie and a pass of 256 random bits each. The cookie's
 * name has the port, for browsers send one host's cookies to all its ports; scripts cannot read it,
 * and no other site's page can make a browser send it.
 */
export function createDoor(port: number): Door {
  const [token, cookie, pass] = [1, 2, 3].map(() => randomBytes(32).toString("base64url"));
  const name = `lowrank-${port}`;
  return {
    token,
    pass,
    setCookie: `${name}=${cookie}; HttpOnly; SameSite=Strict; Path=/live`,
    admits: (given) => isSame(given, token),
    passes: (given) => given !== undefined && isSame(given, pass),
    knows: (headers) =>
      readCookies(headers.cookie ?? "", name).some((value) => isSame(value, cookie)),
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
