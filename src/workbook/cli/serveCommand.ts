import { guardServer } from "../book/live/guardServer";
import { serveBook } from "../book/live/serveBook";

/** Serves a book's pages until Ctrl-C. */
export async function serveCommand(
  folder: string,
  options: { port: number; host: string },
): Promise<void> {
  const server = await serveBook({ folder, ...options });
  const stopGuarding = guardServer(console.error);
  console.log(`serving ${folder} at ${server.url} (Ctrl-C ends)`);
  await new Promise<void>((resolve) => process.once("SIGINT", resolve).once("SIGTERM", resolve));
  await server.close();
  stopGuarding();
}
