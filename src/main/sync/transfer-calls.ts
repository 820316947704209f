import type { z } from 'zod';
import { ok, type Result } from '../../shared/contract/result.ts';
import {
  type BackupOffer,
  type BackupOffersRequestSchema,
  BackupOffersSchema,
  type Customer,
  type CustomerSearch,
  CustomersSchema,
  type JobImagesAnswer,
  type JobImagesRequest,
  JobImagesSchema,
  type JobInputsAnswer,
  type JobInputsRequest,
  JobInputsSchema,
  ReportedSchema,
  type ReportTokenSchema,
  type TransferAnswer,
  TransferAnswerSchema,
  type TransferImageSchema,
  type TransferRequest,
} from '../../shared/contract/transfer.ts';
import { answerFor, type Send } from './call.ts';

export type Reported = z.infer<typeof ReportedSchema>;
type ReportToken = z.infer<typeof ReportTokenSchema>;

/** What the host is asked when something goes from one device to another. Failures: those of all calls. */
export interface TransferCalls {
  /** `POST /v1/transfers`. The same transfer id gets the same answer. */
  transfer(request: TransferRequest): Promise<Result<TransferAnswer>>;
  /** `POST /v1/transfers/:id/image`: the signed image that the device carries. */
  transferImage(transferId: string, nonce: string, signed: Uint8Array): Promise<Result<TransferAnswer>>;
  /** `POST /v1/jobs/:id/inputs`. */
  jobInputs(jobId: string, request: JobInputsRequest): Promise<Result<JobInputsAnswer>>;
  /** `POST /v1/jobs/:id/images`. Uses the nonces up; the same question gets the same answer. */
  jobImages(jobId: string, request: JobImagesRequest): Promise<Result<JobImagesAnswer>>;
  /** `POST /v1/customers/search`. */
  searchCustomers(request: CustomerSearch): Promise<Result<readonly Customer[]>>;
  /** `POST /v1/tokens/:id/report`, asked in a job: has its effect once for each job, token and kind of report. */
  reportToken(jobId: string, tokenId: string, request: ReportToken): Promise<Result<Reported>>;
  /** `POST /v1/tokens/:id/backup-offers`. */
  backupOffers(tokenId: string, kiosk: string): Promise<Result<readonly BackupOffer[]>>;
}

export function createTransferCalls(send: Send): TransferCalls {
  const transferred = (id: string, answer: Result<z.infer<typeof TransferAnswerSchema>>) => {
    const own = answerFor(id, answer, (value) => value.transferId);
    return own.ok ? ok(own.value.answer) : own;
  };
  return {
    transfer: async (request) => {
      const id = request.transferId;
      return transferred(
        id,
        await send('transfer', {
          method: 'POST',
          path: 'v1/transfers',
          body: request,
          answer: TransferAnswerSchema,
          idempotencyKey: id,
        }),
      );
    },
    transferImage: async (id, nonce, signed) =>
      transferred(
        id,
        await send('transfer-image', {
          method: 'POST',
          path: `v1/transfers/${id}/image`,
          body: { nonce, image: Buffer.from(signed).toString('base64') } satisfies z.infer<
            typeof TransferImageSchema
          >,
          answer: TransferAnswerSchema,
          idempotencyKey: `${id}.image`,
        }),
      ),
    jobInputs: async (id, request) => {
      const answer = await send('job-inputs', {
        method: 'POST',
        path: `v1/jobs/${id}/inputs`,
        body: request,
        answer: JobInputsSchema,
        idempotencyKey: `${id}.inputs.${request.backupId ?? 'suggested'}`,
      });
      const own = answerFor(id, answer, (value) => value.jobId);
      return own.ok ? ok(own.value.answer) : own;
    },
    jobImages: async (id, request) => {
      const answer = await send('job-images', {
        method: 'POST',
        path: `v1/jobs/${id}/images`,
        body: request,
        answer: JobImagesSchema,
        idempotencyKey: `${id}.images`,
      });
      const own = answerFor(id, answer, (value) => value.jobId);
      return own.ok ? ok(own.value.answer) : own;
    },
    searchCustomers: async (request) => {
      const answer = await send('customers', {
        method: 'POST',
        path: 'v1/customers/search',
        body: request,
        answer: CustomersSchema,
      });
      return answer.ok ? ok(answer.value.customers) : answer;
    },
    reportToken: async (jobId, id, request) =>
      answerFor(
        id,
        await send('report', {
          method: 'POST',
          path: `v1/tokens/${id}/report`,
          body: request,
          answer: ReportedSchema,
          idempotencyKey: `${jobId}.report.${request.report}.${id}`,
        }),
        (value) => value.tokenId,
      ),
    backupOffers: async (id, kiosk) => {
      const answer = await send('offers', {
        method: 'POST',
        path: `v1/tokens/${id}/backup-offers`,
        body: { kiosk } satisfies z.infer<typeof BackupOffersRequestSchema>,
        answer: BackupOffersSchema,
      });
      const own = answerFor(id, answer, (value) => value.tokenId);
      return own.ok ? ok(own.value.offers) : own;
    },
  };
}
