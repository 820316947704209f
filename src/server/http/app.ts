import swagger from '@fastify/swagger';
import Fastify, { type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { Problem } from '../../shared/contract/host.ts';
import { isDatabaseAway } from '../store/away.ts';
import { ProblemError } from './problem.ts';

/** A thousand transactions are about 200 kB. */
const BODY_LIMIT = 1_048_576;

/** What one client may take of the server. */
export interface HttpLimits {
  /** For the whole head of a request to arrive, and for the whole request, in ms. */
  readonly headMs: number;
  readonly requestMs: number;
  /** How often the connections are looked through for those that are late, in ms. */
  readonly lookMs: number;
  /** A kept connection that nobody uses is closed, in ms. */
  readonly idleMs: number;
  /** Connections at once; more are refused. */
  readonly connections: number;
}
const LIMITS: HttpLimits = {
  headMs: 10_000,
  requestMs: 15_000,
  lookMs: 5_000,
  // Longer than the minute after which balancers close theirs, so that none sends into a closed one.
  idleMs: 72_000,
  connections: 2_000,
};

export const VERSION = '0.1.0';

export interface AppOptions {
  readonly title: string;
  /** Writes one line of JSON for each request to standard error. */
  readonly log: boolean;
  readonly limits?: Partial<HttpLimits>;
}

function problemOf(error: FastifyError | ProblemError): { status: number; problem: Problem } {
  if (error instanceof ProblemError) return { status: error.statusCode, problem: error.problem };
  if (hasZodFastifySchemaValidationErrors(error)) {
    const where = error.validation
      .slice(0, 3)
      .map((issue) => `${error.validationContext}${issue.instancePath}: ${issue.message}`);
    return {
      status: 400,
      problem: { error: 'request-malformed', message: where.join('; ').slice(0, 500) },
    };
  }
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500)
    return { status, problem: { error: 'request-refused', message: error.message.slice(0, 500) } };
  if (isDatabaseAway(error))
    return {
      status: 503,
      problem: {
        error: 'database-away',
        message: 'The server cannot reach its database just now. Send the same request again in a moment.',
      },
    };
  return {
    status: 500,
    problem: {
      error: 'internal-error',
      message: 'The server failed to carry this out. Try again; its log says more.',
    },
  };
}

function refuse(
  error: FastifyError | ProblemError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { status, problem } = problemOf(error);
  if (status >= 500) request.log.error(error);
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  return reply.code(status).send(problem);
}

/** An empty server that parses, answers and documents by zod schemas, and answers every error with a problem. */
export function createApp({ title, log, limits }: AppOptions) {
  const { headMs, requestMs, lookMs, idleMs, connections } = { ...LIMITS, ...limits };
  const app = Fastify({
    logger: log ? { level: 'info', stream: process.stderr } : false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: requestMs,
    keepAliveTimeout: idleMs,
    connectionTimeout: 2 * requestMs,
    http: { headersTimeout: headMs, connectionsCheckingInterval: lookMs },
    trustProxy: false,
    // What is refused before there is a route never comes to the error handler.
    frameworkErrors: refuse,
  }).withTypeProvider<ZodTypeProvider>();
  app.server.maxConnections = connections;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(refuse);
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({
      error: 'not-found',
      message: `There is no ${request.method} ${request.url.slice(0, 200)} here. See /v1/openapi.json.`,
    } satisfies Problem),
  );
  app.register(swagger, {
    openapi: {
      info: { title, version: VERSION },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    },
    transform: jsonSchemaTransform,
  });
  return app;
}

export type App = ReturnType<typeof createApp>;
