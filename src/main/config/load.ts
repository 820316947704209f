import { z } from 'zod';
import { ok, type Result } from '../../shared/contract/result.ts';
import type { TrustedKeys } from '../../shared/image/envelope.ts';
import { invalid, readCredential, readTls, reasonOf, type TlsFiles } from './host-files.ts';
import { readTextFile } from './read-text.ts';
import { type Config, ConfigSchema } from './schema.ts';

/** Environment variables that override one entry each of the file. */
export const OVERRIDES: Readonly<Record<string, readonly [section: string, entry: string]>> = {
  RECARD_HOST_URL: ['host', 'url'],
  RECARD_HOST_CREDENTIAL: ['host', 'credential'],
  RECARD_READER_BINDING: ['reader', 'binding'],
  RECARD_DATA: ['data', 'directory'],
};

export interface LoadedConfig {
  readonly config: Config;
  /** Where it was read. */
  readonly file: string;
  readonly credential: string;
  readonly keys: TrustedKeys;
  readonly tls: TlsFiles;
}

/** Every mistake on a line of its own, with the entry's name. */
const explain = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`).join('; ');

function override(raw: unknown, env: NodeJS.ProcessEnv): unknown {
  const result = z.record(z.string(), z.unknown()).safeParse(raw);
  if (!result.success) return raw;
  const merged: Record<string, unknown> = { ...result.data };
  for (const [variable, [section, entry]] of Object.entries(OVERRIDES)) {
    const value = env[variable];
    if (value === undefined) continue;
    const old = merged[section];
    merged[section] = { ...(typeof old === 'object' && old !== null ? old : {}), [entry]: value };
  }
  return merged;
}

/**
 * Reads and checks the configuration file, then the environment over it.
 * Failure: `configuration-invalid` with the file, each entry that is wrong, and what it should be.
 */
export function loadConfig(file: string, env: NodeJS.ProcessEnv = process.env): Result<LoadedConfig> {
  let raw: unknown;
  try {
    raw = JSON.parse(readTextFile(file));
  } catch (error) {
    return invalid(file, reasonOf(error));
  }
  const parsed = ConfigSchema.safeParse(override(raw, env));
  if (!parsed.success) return invalid(file, explain(parsed.error));
  const config = parsed.data;
  const credential = readCredential(config.host, file);
  if (!credential.ok) return credential;
  const tls = readTls(config.host, file);
  if (!tls.ok) return tls;
  const keys = new Map(
    config.trust.keys.map(({ keyId, publicKey }) => [
      keyId,
      new Uint8Array(Buffer.from(publicKey, 'base64url')),
    ]),
  );
  return ok({ config, file, credential: credential.value, keys, tls: tls.value });
}
