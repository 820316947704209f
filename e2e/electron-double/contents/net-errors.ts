/** Chromium's net error codes that a kiosk meets (net/base/net_error_list.h). */
const CODES: Readonly<Record<string, number>> = {
  ERR_FAILED: -2,
  ERR_ABORTED: -3,
  ERR_INVALID_ARGUMENT: -4,
  ERR_FILE_NOT_FOUND: -6,
  ERR_TIMED_OUT: -7,
  ERR_ACCESS_DENIED: -10,
  ERR_BLOCKED_BY_CLIENT: -20,
  ERR_BLOCKED_BY_CSP: -30,
  ERR_CONNECTION_RESET: -101,
  ERR_CONNECTION_REFUSED: -102,
  ERR_NAME_NOT_RESOLVED: -105,
  ERR_INTERNET_DISCONNECTED: -106,
  ERR_CERT_AUTHORITY_INVALID: -202,
  ERR_INVALID_URL: -300,
  ERR_UNKNOWN_URL_SCHEME: -302,
  ERR_EMPTY_RESPONSE: -324,
};

export interface LoadFailure {
  readonly code: number;
  readonly description: string;
}

/** From the protocol's `net::ERR_…` text to what `did-fail-load` and `loadURL` report. */
export function loadFailure(errorText: string): LoadFailure {
  const description = errorText.replace(/^net::/, '');
  return { code: CODES[description] ?? -2, description };
}

/** The error that Electron's `loadURL` rejects with. */
export function loadError({ code, description }: LoadFailure, url: string): Error {
  const error = new Error(`${description} (${code}) loading '${url}'`);
  return Object.assign(error, { errno: code, code: description, url });
}
