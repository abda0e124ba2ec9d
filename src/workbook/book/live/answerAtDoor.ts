import type { IncomingMessage, ServerResponse } from "node:http";
import { encodePath } from "../pages/pageLinks";
import type { Door } from "./door";
import { passFragment, statusPath } from "./protocol";
import { refuse } from "./refuse";
import type { RequestGuard } from "./requestGuard";

/** Answers what concerns running cells: the address with the token, and those below `/live`. */
export function answerAtDoor(
  request: IncomingMessage,
  response: ServerResponse,
  asked: string,
  door: Door,
  guard: RequestGuard,
): boolean {
  const token = new URL(request.url ?? "/", "http://book.invalid").searchParams.get("token");
  if (token !== null) {
    response.setHeader("Cache-Control", "no-store");
    if (!door.admits(token))
      refuse(
        response,
        401,
        "This address is of another start of the server. The one that holds now stands in its terminal.",
      );
    else {
      response.setHeader("Set-Cookie", door.setCookie);
      const page = `/${encodePath(asked.replace(/^\/+/, ""))}`;
      response.setHeader("Location", page + passFragment + door.pass);
      refuse(response, 303, "");
    }
    return true;
  }
  if (!/^\/+live(\/|$)/.test(asked)) return false;
  response.setHeader("Cache-Control", "no-store");
  if (!guard.isNotForeign(request.headers))
    refuse(response, 403, "Only this book's own pages may ask this.");
  else if (!door.knows(request.headers))
    refuse(response, 401, "Open the address that stands in the server's terminal to run cells.");
  else if (asked !== statusPath) return false;
  else response.writeHead(204).end();
  return true;
}
