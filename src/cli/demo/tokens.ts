import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { DEMO_FOLDER } from '../../server/seed/seed.ts';
import { ok, type Result } from '../../shared/contract/result.ts';
import type { ImageSigner } from '../../shared/image/envelope.ts';
import { describeToken, issueToken } from '../issue.ts';

/** A software token's state file, and what people call it. */
export interface TokenFile {
  /** Name of the description's file. */
  readonly id: string;
  readonly title: string;
  readonly tokenId: string;
  readonly kind: 'card' | 'phone';
  readonly state: string;
}

/** Makes the software token `id` as a state file in `folder`; with `keep` one that is there stays as it is. */
async function makeTokenFile(
  id: string,
  raw: unknown,
  signer: ImageSigner,
  folder: string,
  keep = false,
): Promise<Result<TokenFile>> {
  await mkdir(folder, { recursive: true });
  const described = describeToken(raw);
  if (!described.ok) return described;
  const { tokenId, kind, name } = described.value.description;
  const state = path.join(folder, `${id}.token`);
  const file = ok({ id, tokenId, kind, state, title: name ?? id });
  if (keep && existsSync(state)) return file;
  const issued = issueToken(described.value, signer, state);
  return issued.ok ? file : issued;
}

/** Makes all of the demonstration's software tokens in `folder`. */
export async function makeDemoTokenFiles(
  signer: ImageSigner,
  folder: string,
  keep = false,
): Promise<Result<TokenFile[]>> {
  const descriptions = path.join(DEMO_FOLDER, 'tokens');
  const tokens: TokenFile[] = [];
  for (const file of (await readdir(descriptions)).filter((name) => name.endsWith('.json')).sort()) {
    const raw: unknown = JSON.parse(await readFile(path.join(descriptions, file), 'utf8'));
    const made = await makeTokenFile(path.basename(file, '.json'), raw, signer, folder, keep);
    if (!made.ok) return made;
    tokens.push(made.value);
  }
  return ok(tokens);
}
