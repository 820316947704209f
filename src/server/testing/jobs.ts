import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { TokenReport, UpdateDecision } from '../../shared/contract/host.ts';
import {
  type DeviceRole,
  type JobImages,
  type JobImagesAnswer,
  JobImagesSchema,
  type JobInputs,
  type JobInputsAnswer,
  JobInputsSchema,
  type JobKind,
  type TransferAnswer,
  TransferAnswerSchema,
  type TransferRequest,
} from '../../shared/contract/transfer.ts';
import { digestOf } from '../../shared/image/envelope.ts';
import type { RegisterTokenSchema } from '../host/admin-contract.ts';
import { contentOf, decodeSigned, type HostKit, IDENTITY, register, registration, reportOf } from './kit.ts';

export const CARD = IDENTITY.tokenId;
export const PHONE = '9280041200009999';
export const NEW_CARD = '9280041200001111';
export const KIOSK = 'kiosk-1';

type Registration = Partial<z.input<typeof RegisterTokenSchema>>;

/** What a kiosk reads of the token with this id that carries the image, or none. */
export const reportFor = (
  tokenId: string,
  image: string | null,
  over: Partial<TokenReport> = {},
): TokenReport => reportOf(image, { tokenId, ...over });

/** Puts another token of the account on file: with the same content, or blank. */
export const registerOther = async (
  kit: HostKit,
  tokenId: string,
  over: Registration = {},
): Promise<string> => await register(kit, { token: { ...IDENTITY, tokenId }, verified: true, ...over });

export async function registerBlank(kit: HostKit, tokenId: string, over: Registration = {}): Promise<void> {
  const token = { ...IDENTITY, tokenId };
  const { status, body } = await kit.call('POST', '/v1/tokens', {
    ...registration,
    token,
    content: { blank: true },
    ...over,
  });
  if (status !== 201) throw new Error(JSON.stringify(body));
}

export interface JobOptions {
  readonly job: JobKind;
  readonly kiosk?: string;
  readonly jobId?: string;
}

/** A token that lies in the reader, with the image that it carries; `null` in its place for an absent one. */
export type Device =
  | { readonly report: TokenReport; readonly image: string | null }
  | { readonly absent: string };

export const present = (
  tokenId: string,
  image: string | null,
  over: Partial<TokenReport> = {},
): Device & { readonly report: TokenReport } => ({ report: reportFor(tokenId, image, over), image });

const text = (kit: HostKit): string => new Date(kit.clock.now).toISOString();

/** A job as a kiosk carries it out, step by step. */
export function jobOf(kit: HostKit, { job, kiosk = KIOSK, jobId = randomUUID() }: JobOptions) {
  const transferIds = { first: '', second: '' };
  const nonces = { first: '0', second: '0' };
  const devices: { first?: Device; second?: Device } = {};

  const requestFor = (role: DeviceRole, device: Device, transferId: string): TransferRequest => ({
    transferId,
    jobId,
    job,
    role,
    kiosk,
    at: text(kit),
    device:
      'absent' in device
        ? { presence: 'absent', tokenId: device.absent }
        : { presence: 'present', token: device.report },
  });
  const post = async (url: string, body: unknown) => await kit.asKiosk(kiosk, url, body);
  const parsed = (answer: Awaited<ReturnType<typeof post>>): TransferAnswer => {
    if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    return TransferAnswerSchema.parse(answer.body).answer;
  };

  /** Asks about the device, and sends its image where the host wants it. */
  async function ask(
    role: DeviceRole,
    device: Device,
    transferId: string = randomUUID(),
  ): Promise<TransferAnswer> {
    transferIds[role] = transferId;
    devices[role] = device;
    let answer = parsed(await post('/v1/transfers', requestFor(role, device, transferId)));
    if (answer.valid && answer.sendImage && 'image' in device)
      answer = parsed(
        await post(`/v1/transfers/${transferId}/image`, { nonce: answer.nonce, image: device.image }),
      );
    if (answer.valid) nonces[role] = answer.nonce;
    return answer;
  }
  async function inputsAnswer(over: Record<string, unknown> = {}): Promise<JobInputsAnswer> {
    const { status, body } = await post(`/v1/jobs/${jobId}/inputs`, { kiosk, nonces, ...over });
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    return JobInputsSchema.parse(body).answer;
  }
  async function inputs(over: Record<string, unknown> = {}): Promise<JobInputs> {
    const answer = await inputsAnswer(over);
    if (!answer.valid) throw new Error(answer.reason);
    return answer;
  }
  const question = (given: JobInputs, over: Record<string, unknown> = {}) => ({
    kiosk,
    nonces,
    inputs: {
      first: digestOf(decodeSigned(given.first)),
      second: given.second === null ? null : digestOf(decodeSigned(given.second)),
    },
    settlements: {},
    staff: null,
    ...over,
  });
  const askImages = async (body: unknown) => await post(`/v1/jobs/${jobId}/images`, body);
  async function imagesAnswer(body: unknown): Promise<JobImagesAnswer> {
    const answer = await askImages(body);
    if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    return JobImagesSchema.parse(answer.body).answer;
  }
  async function images(given: JobInputs, over: Record<string, unknown> = {}): Promise<JobImages> {
    const answer = await imagesAnswer(question(given, over));
    if (!answer.valid) throw new Error(answer.reason);
    return answer;
  }
  /** Tells how the device's part ended; `write` is what was written and read back. */
  async function outcome(role: DeviceRole, write: UpdateDecision | null, over: Record<string, unknown> = {}) {
    const device = devices[role];
    const tokenId = device === undefined ? '' : 'absent' in device ? device.absent : device.report.tokenId;
    return await post(`/v1/visits/${transferIds[role]}/outcome`, {
      kiosk,
      tokenId,
      at: text(kit),
      revision: 1,
      outcome: write === null ? 'declined' : 'updated',
      written:
        write === null
          ? null
          : {
              digest: write.digest,
              sequence: write.sequence,
              bytes: decodeSigned(write.image).length,
              verified: true,
              clearedRequestId: write.requestId,
            },
      failure: null,
      ...over,
    });
  }
  return {
    jobId,
    kiosk,
    nonces,
    transferIds,
    requestFor,
    ask,
    inputs,
    inputsAnswer,
    question,
    askImages,
    imagesAnswer,
    images,
    outcome,
  };
}
export type Job = ReturnType<typeof jobOf>;

/** The whole job; the images that the devices carry now. */
export async function carryOut(
  kit: HostKit,
  options: JobOptions,
  first: Device,
  second: Device,
): Promise<JobImages> {
  const job = jobOf(kit, options);
  for (const [role, device] of [
    ['first', first],
    ['second', second],
  ] as const) {
    const answer = await job.ask(role, device);
    if (!answer.valid) throw new Error(`${role}: ${answer.reason}`);
  }
  const made = await job.images(await job.inputs());
  await job.outcome('second', made.second);
  if (made.first !== null) await job.outcome('first', made.first);
  return made;
}

/** Balance of the programme's points or purse. */
export function balanceIn(image: string, programme: string): number {
  for (const cell of contentOf(image).cells)
    if (cell.programme === programme && (cell.kind === 'points' || cell.kind === 'purse'))
      return cell.payload.balance;
  throw new Error(`The image has no value of ${programme}.`);
}

/** What staff at a desk report about a token. */
export async function report(kit: HostKit, tokenId: string, as: string) {
  const token = await kit.deskToken('desk-1');
  const body = { kiosk: 'desk-1', report: as, staff: 'b.lind' };
  return await kit.call('POST', `/v1/tokens/${tokenId}/report`, body, token);
}
