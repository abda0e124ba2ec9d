/** Errors of a terminal that is gone: nobody is left to be told. */
const unheard = /^(EPIPE|EIO|ERR_STREAM_DESTROYED)$/;

/**
 * The last line of defence of a server that holds readers' variables: what nobody else caught is
 * said, and the server goes on.
 *
 * @param write takes each line of what there is to say
 * @returns takes the defence away
 */
export function guardServer(write: (line: string) => void): () => void {
  const hear = (error: unknown): void => {
    if (unheard.test(String((error as { code?: unknown } | null)?.code))) return;
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    write(`\nThe server met an error, and goes on; please report it:\n${text}`);
  };
  process.on("uncaughtException", hear);
  process.on("unhandledRejection", hear);
  return () => {
    process.off("uncaughtException", hear);
    process.off("unhandledRejection", hear);
  };
}
