import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';

/** What the kiosk needs to know the host by, and to be known by it. All PEM. */
export interface TlsOptions {
  /** Certificate authorities to trust instead of the built-in ones. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** An idle connection is kept for the calls of one visit only: routers forget quiet ones without a word. */
const IDLE_MS = 4_000;

class ConnectTimeout extends Error {
  readonly code = 'ETIMEDOUT';
}

/** Ends a socket that is not connected, and for TLS not secured, after `ms`. */
function limitConnect(socket: Duplex | null | undefined, ready: 'connect' | 'secureConnect', ms: number) {
  if (!socket) return socket;
  const timer = setTimeout(() => socket.destroy(new ConnectTimeout(`no connection within ${ms} ms`)), ms);
  const clear = () => clearTimeout(timer);
  return socket.once(ready, clear).once('close', clear);
}

/** Agents whose connections must be up within `connectMs`: neither Node nor axios limits that alone. */
export function createAgents(connectMs: number, tls: TlsOptions = {}) {
  class HttpAgent extends http.Agent {
    override createConnection(...args: Parameters<http.Agent['createConnection']>) {
      return limitConnect(super.createConnection(...args), 'connect', connectMs);
    }
  }
  class HttpsAgent extends https.Agent {
    override createConnection(...args: Parameters<https.Agent['createConnection']>) {
      return limitConnect(super.createConnection(...args), 'secureConnect', connectMs);
    }
  }
  const common = { keepAlive: true, timeout: IDLE_MS, maxFreeSockets: 1 };
  return {
    httpAgent: new HttpAgent(common),
    httpsAgent: new HttpsAgent({ ...common, ...tls, minVersion: 'TLSv1.2' }),
  };
}
