import { createPrivateKey, X509Certificate } from 'node:crypto';
import path from 'node:path';
import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { readTextFile } from './read-text.ts';
import type { Config } from './schema.ts';

type Host = Config['host'];
type FileEntry = 'credentialFile' | 'caFile' | 'certFile' | 'keyFile';

/** What `host.caFile`, `host.certFile` and `host.keyFile` hold, in PEM. */
export interface TlsFiles {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

export const invalid = (file: string, detail: string) =>
  fail(failure('configuration-invalid', `${file}: ${detail}`));

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * The text of the file that `host.<entry>` names, as seen from the configuration file, once `check` has not
 * thrown at it. Failure: `configuration-invalid` with the entry.
 */
function readNamed(
  file: string,
  entry: FileEntry,
  name: string,
  check: (text: string) => unknown,
): Result<string> {
  try {
    const text = readTextFile(path.resolve(path.dirname(file), name));
    check(text);
    return ok(text);
  } catch (error) {
    return invalid(file, `host.${entry}: ${name}: ${reasonOf(error)}`);
  }
}

/** The kiosk's credential, from its entry or its file. Failure: `configuration-invalid`. */
export function readCredential({ credential, credentialFile }: Host, file: string): Result<string> {
  if (credential !== undefined) return ok(credential);
  if (credentialFile === undefined)
    return invalid(file, 'host.credential is missing: give RECARD_HOST_CREDENTIAL or host.credentialFile');
  const read = readNamed(file, 'credentialFile', credentialFile, () => undefined);
  return read.ok ? ok(read.value.trim()) : read;
}

/** The PEM files of TLS, each one parsed: a wrong one is told at start, not at the first call. Failure: `configuration-invalid`. */
export function readTls({ caFile, certFile, keyFile }: Host, file: string): Result<TlsFiles> {
  const certificate = (text: string) => new X509Certificate(text);
  const ca = caFile === undefined ? ok(undefined) : readNamed(file, 'caFile', caFile, certificate);
  if (!ca.ok) return ca;
  const authority = ca.value === undefined ? {} : { ca: ca.value };
  if (certFile === undefined && keyFile === undefined) return ok(authority);
  if (certFile === undefined || keyFile === undefined)
    return invalid(
      file,
      `host.${certFile === undefined ? 'certFile' : 'keyFile'}: is missing; certificate and key go together`,
    );
  const cert = readNamed(file, 'certFile', certFile, certificate);
  if (!cert.ok) return cert;
  const key = readNamed(file, 'keyFile', keyFile, createPrivateKey);
  if (!key.ok) return key;
  if (!certificate(cert.value).checkPrivateKey(createPrivateKey(key.value)))
    return invalid(file, 'host.keyFile: is not the key of host.certFile');
  return ok({ ...authority, cert: cert.value, key: key.value });
}
