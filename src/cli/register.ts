import axios from 'axios';
import type { RegisterToken } from '../server/host/admin-contract.ts';
import { failure } from '../shared/contract/failure.ts';
import { ProblemSchema } from '../shared/contract/host.ts';
import { fail, ok, type Result } from '../shared/contract/result.ts';
import type { IssuedToken } from './issue.ts';

export interface Registration {
  /** Address of the host. */
  readonly url: string;
  readonly adminToken: string;
  readonly holder: string;
  readonly accountRef: string;
}

/** What the host is told of an issued token: its own image, or an empty one where it has none. */
export function registrationOf(
  { identity, image }: IssuedToken,
  { accountRef, holder }: Pick<Registration, 'accountRef' | 'holder'>,
): RegisterToken {
  const { tokenId, issuer, kind, generation, validFrom, validTo, slotSize, slots } = identity;
  return {
    token: { tokenId, issuer, kind, generation, validFrom, validTo, slotSize, slots },
    account: { accountRef, holder },
    content:
      image === null ? { cells: [], transactions: [] } : { image: Buffer.from(image).toString('base64') },
    verified: image !== null,
  };
}

/**
 * Puts an issued token on file at a running host. Failures: `host-unreachable`, `host-credentials-refused`,
 * `host-request-refused` with what the host said.
 */
export async function registerAt(registration: Registration, token: IssuedToken): Promise<Result<null>> {
  const { url, adminToken } = registration;
  try {
    const { status, data } = await axios.post(
      new URL('/v1/tokens', url).href,
      registrationOf(token, registration),
      {
        headers: { authorization: `Bearer ${adminToken}` },
        timeout: 10_000,
        proxy: false,
        maxRedirects: 0,
        validateStatus: () => true,
      },
    );
    if (status === 201) return ok(null);
    const problem = ProblemSchema.safeParse(data);
    const said = problem.success ? `${problem.data.error}: ${problem.data.message}` : `HTTP ${status}`;
    if (status === 401 || status === 403) return fail(failure('host-credentials-refused', said));
    return fail(failure(status >= 500 ? 'host-failed' : 'host-request-refused', said));
  } catch (error) {
    if (!axios.isAxiosError(error)) throw error;
    return fail(failure('host-unreachable', `${url}: ${error.message}`));
  }
}
