/** Why a download did not succeed, in words for the reader. */
export class TransferError extends Error {
  /** Whether trying again may help. */
  readonly passing: boolean;

  constructor(message: string, options: { passing: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = "TransferError";
    this.passing = options.passing;
  }
}

const mirror = "or name a mirror with --from";

/** What a server's refusal means. */
export function describeStatus(status: number, url: URL): TransferError {
  const file = url.protocol === "file:" ? url.pathname : url.href;
  if (status === 404 || status === 410)
    return new TransferError(
      `no file at ${file} (${status}); the source may have moved: look for a newer Lowrank, ${mirror}`,
      { passing: false },
    );
  if (status === 401 || status === 403)
    return new TransferError(
      `${url.host} refuses ${file} (${status}); try again later, ${mirror}`,
      { passing: false },
    );
  if (status === 408 || status === 429)
    return new TransferError(
      `${url.host} asks to wait (${status}); try again in some minutes, ${mirror}`,
      { passing: true },
    );
  if (status >= 500)
    return new TransferError(`${url.host} has a fault (${status}); try again later, ${mirror}`, {
      passing: true,
    });
  return new TransferError(
    `${url.host} answers ${status} for ${file}, which is no file; try again later, ${mirror}`,
    { passing: false },
  );
}

/** What a failed connection means; fetch puts the reason into the error's cause. */
export function describeConnection(error: unknown, url: URL): TransferError {
  const { message, cause } = error as Error;
  const { code = "", message: reason = message } = (cause ?? error) as NodeJS.ErrnoException;
  const options = { passing: true, cause: error };
  if (
    code === "ENOTFOUND" ||
    code === "EAI_AGAIN" ||
    code === "ENETUNREACH" ||
    code === "EHOSTUNREACH"
  ) {
    return new TransferError(
      `cannot reach ${url.host} (${code}); connect to the network and try again. ${proxyAdvice}`,
      { ...options, passing: false },
    );
  }
  if (code === "ECONNREFUSED")
    return new TransferError(
      `${url.host} takes no connections (${code}); try again later, ${mirror}. ${proxyAdvice}`,
      { ...options, passing: false },
    );
  if (/CERT|SELF_SIGNED|SSL|TLS/.test(code)) {
    return new TransferError(
      `${url.host} shows no certificate that Node trusts (${code}); where a proxy puts its own in, name it in NODE_EXTRA_CA_CERTS`,
      { ...options, passing: false },
    );
  }
  if (code === "UND_ERR_SOCKET" || code === "ECONNRESET" || code === "EPIPE")
    return new TransferError(`the connection to ${url.host} was cut`, options);
  if (code === "ETIMEDOUT" || code === "UND_ERR_CONNECT_TIMEOUT")
    return new TransferError(`${url.host} does not answer`, options);
  return new TransferError(`the connection to ${url.host} failed: ${code || reason}`, options);
}

const proxyAdvice =
  "Behind a proxy: HTTPS_PROXY=… NODE_USE_ENV_PROXY=1, with Node 22.21, 24.5 or newer; or copy the files by other means and name their folder with --from";

/** A file that came whole and is another one. */
export function notTheFile(
  name: string,
  difference: string,
  options = { passing: false },
): TransferError {
  return new TransferError(
    `${name} is not the file that the catalogue describes: ${difference}; nothing was installed. Try again; if it stays so, the source has changed or the network alters files: look for a newer Lowrank`,
    options,
  );
}

export const describeLength = (found: number, expected: number): string =>
  `${found.toLocaleString("en")} bytes where ${expected.toLocaleString("en")} are expected`;

/**
 * Whether the file system has no room for more: a full disk, a quota, a limit on the size of files.
 */
export function isOutOfSpace(error: unknown): boolean {
  return ["ENOSPC", "EDQUOT", "EFBIG"].includes((error as NodeJS.ErrnoException).code ?? "");
}
