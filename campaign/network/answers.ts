import { gzipSync } from 'node:zlib';

export const HEAD_OK = 'HTTP/1.1 200 OK\r\n';
export const JSON_TYPE = 'content-type: application/json; charset=utf-8\r\n';
const HTML_TYPE = 'content-type: text/html\r\n';
const LOGIN =
  '<!doctype html><html><title>Welcome to the free network</title><form action="/login"></form></html>';

const answer = (status: string, fields: string, body: string): string =>
  `HTTP/1.1 ${status}\r\n${fields}content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`;

/** One chunk of a body (RFC 9112, 7.1). */
export const chunked = (bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);

/** The same answer, its end told by the end of the connection, or by a last chunk. */
export function withoutLength(bytes: Buffer, inChunks = false): Buffer {
  const bodyAt = bytes.indexOf('\r\n\r\n') + 4;
  const head = bytes
    .toString('latin1', 0, bodyAt)
    .replace(/^content-length:.*\r\n/im, inChunks ? 'transfer-encoding: chunked\r\n' : '')
    .replace(/^connection:.*\r\n/im, 'connection: close\r\n');
  const body = bytes.subarray(bodyAt);
  const framed = inChunks ? Buffer.concat([chunked(body), Buffer.from('0\r\n\r\n')]) : body;
  return Buffer.concat([Buffer.from(head, 'latin1'), framed]);
}

const REDIRECTS = ['301 Moved Permanently', '302 Found', '307 Temporary Redirect', '308 Permanent Redirect'];
const REFUSALS = [
  '403 Forbidden',
  '404 Not Found',
  '407 Proxy Authentication Required',
  '429 Too Many Requests',
];
const AWAY = [
  '502 Bad Gateway',
  '503 Service Unavailable',
  '504 Gateway Timeout',
  '511 Network Authentication Required',
];
const bomb = gzipSync(Buffer.alloc(16 * 1024 * 1024, ' '));

/** What others on the way say instead of the host: portals, gateways, caches, and things that are no HTTP. */
export const ANSWERS: readonly (string | Buffer)[] = [
  answer('200 OK', HTML_TYPE, LOGIN),
  answer('200 OK', JSON_TYPE, LOGIN),
  answer('200 OK', JSON_TYPE, ''),
  answer('204 No Content', '', ''),
  ...REDIRECTS.map((status) =>
    answer(status, `location: http://portal.invalid/login\r\n${HTML_TYPE}`, LOGIN),
  ),
  ...[...REFUSALS, ...AWAY].map((status) => answer(status, HTML_TYPE, `<html>${status}</html>`)),
  // A cache's answers to what was asked before, or by somebody else.
  answer('200 OK', JSON_TYPE, JSON.stringify({ status: 'ok', version: '0', now: '2026-11-22T12:00:00Z' })),
  answer(
    '200 OK',
    JSON_TYPE,
    JSON.stringify({
      visitId: '3f0c5a52-6c1e-4c7e-9d57-0a3f4e6b7c81',
      decision: { decision: 'current', reason: 'current' },
      acknowledged: true,
    }),
  ),
  Buffer.concat([
    Buffer.from(`${HEAD_OK}${JSON_TYPE}content-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`),
    bomb,
  ]),
  `${HEAD_OK}${JSON_TYPE}content-encoding: gzip\r\ncontent-length: 9\r\n\r\nnot gzip!`,
  `${HEAD_OK}${JSON_TYPE}content-length: -5\r\n\r\n{}`,
  `${HEAD_OK}${JSON_TYPE}content-length: 5\r\ncontent-length: 2\r\n\r\n{}   `,
  `${HEAD_OK}${JSON_TYPE}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}`,
  `${HEAD_OK}${JSON_TYPE}transfer-encoding: chunked\r\n\r\nZZ\r\n{}\r\n`,
  'HTTP/9.9 200 OK\r\ncontent-length: 2\r\n\r\n{}',
  'ICY 200 OK\r\n\r\n{}',
  'HTTP/1.1 999 \r\n\r\n',
  '\r\n\r\n\r\n',
  'SSH-2.0-OpenSSH_9.2\r\n',
];
