import axios from 'axios';
import { createAgents } from '../sync/agents.ts';

/** For the branch to take the call, in milliseconds: a person stands there and waits. */
const TAKEN_WITHIN_MS = 5_000;
/** What is answered is not looked at. */
const MAX_ANSWER_BYTES = 64 * 1024;

export interface StaffCallOptions {
  /** `staff.callUrl`; `undefined`: nothing at this branch can be told. */
  readonly url: string | undefined;
  /** PEM: the authorities to trust instead of the built-in ones. */
  readonly ca?: string | undefined;
  readonly kiosk: string;
  readonly branch: string;
}

/** A call as it is posted. `text` is what chat services show. */
export interface StaffCallMessage {
  readonly kiosk: string;
  readonly branch: string;
  readonly reference: string;
  readonly screen: string;
  /** RFC 3339. */
  readonly at: string;
  readonly text: string;
}

/** `null` once the branch has taken the call (HTTP 2xx), otherwise why it has not. */
export async function callStaff(
  { url, ca, kiosk, branch }: StaffCallOptions,
  call: Pick<StaffCallMessage, 'reference' | 'screen'>,
): Promise<string | null> {
  if (url === undefined) return 'no staff.callUrl is configured';
  const text = `${branch} (${kiosk}): somebody asks for staff, number ${call.reference}`;
  const message: StaffCallMessage = { kiosk, branch, ...call, at: new Date().toISOString(), text };
  const agents = createAgents(TAKEN_WITHIN_MS, ca === undefined ? {} : { ca });
  try {
    await axios.post(url, message, {
      ...agents,
      adapter: 'http',
      proxy: false,
      maxRedirects: 0,
      maxContentLength: MAX_ANSWER_BYTES,
      responseType: 'text',
      signal: AbortSignal.timeout(TAKEN_WITHIN_MS),
    });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    agents.httpAgent.destroy();
    agents.httpsAgent.destroy();
  }
}
