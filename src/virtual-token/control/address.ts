/** A Unix socket's path (on Windows a named pipe's), or `tcp:` and a port on the loopback interface. */
export type ControlAddress = string;

export const connectOptions = (
  address: ControlAddress,
): { path: string } | { host: string; port: number } => {
  const port = /^tcp:(\d{1,5})$/.exec(address)?.[1];
  return port === undefined ? { path: address } : { host: '127.0.0.1', port: Number(port) };
};
