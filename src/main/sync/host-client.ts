import { EventEmitter } from 'node:events';
import { z } from 'zod';
import type { Failure } from '../../shared/contract/failure.ts';
import {
  BackupAnswerSchema,
  type BackupReport,
  type Decision,
  type Hold,
  HoldAnswerSchema,
  HostHealthSchema,
  OutcomeAnswerSchema,
  type OutcomeReport,
  type RecordImage,
  VisitAnswerSchema,
  type VisitRequest,
} from '../../shared/contract/host.ts';
import { ok, type Result } from '../../shared/contract/result.ts';
import type { TrustedKeys } from '../../shared/image/envelope.ts';
import { answerFor, type CallName, type Send } from './call.ts';
import { createTransferCalls, type TransferCalls } from './transfer-calls.ts';
import { type Call, createTransport, type TransportOptions } from './transport.ts';

export type { CallName } from './call.ts';

/** `GET /v1/keys`: the image server's Ed25519 public keys, 32 bytes each in base64url. */
const KeysSchema = z.object({
  keys: z
    .array(
      z.object({
        keyId: z.string().min(1).max(64),
        publicKey: z
          .base64url()
          .transform((text) => new Uint8Array(Buffer.from(text, 'base64url')))
          .refine((bytes) => bytes.length === 32),
      }),
    )
    .max(100),
});

export type HostHealth = z.infer<typeof HostHealthSchema>;
export interface CallOptions {
  /** Gives the call up. Its failure is then `host-unreachable`, and nobody else is told of it. */
  readonly signal?: AbortSignal;
}

/**
 * The remote server as this kiosk sees it. Failures of all calls: `host-unreachable`, `host-timeout`,
 * `host-credentials-refused`, `host-request-refused`, `host-failed`, `host-answer-malformed`.
 */
export interface HostClient extends TransferCalls {
  /** `POST /v1/visits`. The same visit id gets the same answer. */
  openVisit(request: VisitRequest, options?: CallOptions): Promise<Result<Decision>>;
  /** `POST /v1/visits/:id/image`: the signed image that the token carries. Answers with the new decision. */
  sendImage(visitId: string, signed: Uint8Array, options?: CallOptions): Promise<Result<Decision>>;
  /** `POST /v1/visits/:id/hold`: the kiosk is still at work. `false` when the visit is not its any more. */
  holdVisit(visitId: string, hold: Hold, options?: CallOptions): Promise<Result<boolean>>;
  /** `POST /v1/visits/:id/outcome`. `inUse`: not where another token had taken this one's place before. */
  sendOutcome(
    visitId: string,
    report: OutcomeReport,
    options?: CallOptions,
  ): Promise<Result<{ readonly inUse: boolean }>>;
  /** `POST /v1/visits/:id/backup`. Answers whether the image is kept there now. */
  sendBackup(visitId: string, report: BackupReport, options?: CallOptions): Promise<Result<boolean>>;
  /** `GET /v1/health`. */
  health(options?: CallOptions): Promise<Result<HostHealth>>;
  /** `GET /v1/keys`: what `openImage` and `acceptImage` trust. */
  trustedKeys(options?: CallOptions): Promise<Result<TrustedKeys>>;
  /** Tells how each call ended that was not given up: `null` for well. Returns the way to stop. */
  onCall(listener: (call: CallName, failed: Failure | null) => void): () => void;
  /** Closes kept connections. */
  close(): void;
}

/** Throws when `baseUrl` is not a URL: the configuration was checked before. */
export function createHostClient(options: TransportOptions): HostClient {
  const transport = createTransport(options);
  const events = new EventEmitter<{ call: [CallName, Failure | null] }>();

  const send: Send = async (name, call) => {
    const result = await transport.send(call);
    if (!call.signal?.aborted) events.emit('call', name, result.ok ? null : result.failure);
    return result;
  };

  const sendForVisit = async <S extends z.ZodType<{ visitId: string }>>(
    name: CallName,
    visitId: string,
    call: Call<S>,
  ): Promise<Result<z.infer<S>>> =>
    answerFor<{ visitId: string } & z.infer<S>>(visitId, await send(name, call), (answer) => answer.visitId);

  /** `POST /v1/visits/:id/<name>`. `revision`: of what has more than one. */
  const post = <S extends z.ZodType<{ visitId: string }>>(
    name: CallName,
    visitId: string,
    body: object,
    answer: S,
    { signal }: CallOptions = {},
    revision: string | number = name,
  ): Promise<Result<z.infer<S>>> =>
    sendForVisit(name, visitId, {
      method: 'POST',
      path: `v1/visits/${visitId}/${name}`,
      body,
      answer,
      idempotencyKey: `${visitId}.${revision}`,
      ...(signal && { signal }),
    });

  const decisionOf = (answer: Result<z.infer<typeof VisitAnswerSchema>>): Result<Decision> =>
    answer.ok ? ok(answer.value.decision) : answer;

  return {
    ...createTransferCalls(send),
    openVisit: async (request, { signal } = {}) =>
      decisionOf(
        await sendForVisit('visit', request.visitId, {
          method: 'POST',
          path: 'v1/visits',
          body: request,
          answer: VisitAnswerSchema,
          idempotencyKey: request.visitId,
          ...(signal && { signal }),
        }),
      ),
    sendImage: async (visitId, signed, options) => {
      const body: RecordImage = { image: Buffer.from(signed).toString('base64') };
      return decisionOf(await post('image', visitId, body, VisitAnswerSchema, options));
    },
    holdVisit: async (visitId, hold, options) => {
      const answer = await post('hold', visitId, hold, HoldAnswerSchema, options);
      return answer.ok ? ok(answer.value.held) : answer;
    },
    sendOutcome: async (visitId, report, options) => {
      const answer = await post('outcome', visitId, report, OutcomeAnswerSchema, options, report.revision);
      return answer.ok ? ok({ inUse: answer.value.inUse }) : answer;
    },
    sendBackup: async (visitId, report, options) => {
      const answer = await post('backup', visitId, report, BackupAnswerSchema, options);
      return answer.ok ? ok(answer.value.kept) : answer;
    },
    health: ({ signal } = {}) =>
      send('health', {
        method: 'GET',
        path: 'v1/health',
        answer: HostHealthSchema,
        ...(signal && { signal }),
      }),
    trustedKeys: async ({ signal } = {}) => {
      const answer = await send('keys', {
        method: 'GET',
        path: 'v1/keys',
        answer: KeysSchema,
        ...(signal && { signal }),
      });
      return answer.ok
        ? ok(new Map(answer.value.keys.map(({ keyId, publicKey }) => [keyId, publicKey])))
        : answer;
    },
    onCall: (listener) => {
      events.on('call', listener);
      return () => events.off('call', listener);
    },
    close: transport.close,
  };
}
