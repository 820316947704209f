import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { PublicKeySchema } from '../images/keys.ts';

/** How a server is run: a JSON file, over it the environment, over both what the caller gives. */
export const ServerConfigSchema = z.strictObject({
  /** `embedded` is both servers in one process. */
  role: z.enum(['embedded', 'host', 'images']).default('embedded'),
  /** Folder for the image key and, without `database`, the SQLite file. Made when missing. */
  data: z.string().min(1),
  /** Address of a PostgreSQL database. */
  database: z
    .string()
    .regex(/^(postgres|postgresql|socket):/, 'must be an address such as postgres://user@machine/database')
    .optional(),
  /** Address to listen on; other machines reach it only when it is not a loopback address. */
  listen: z.string().default('127.0.0.1'),
  /** 0 takes any free port. */
  port: z.coerce.number().int().min(0).max(65_535).default(0),
  /** For the role `host`: where the card image server is, and a credential of the role `service` there. */
  imagesUrl: z.url().optional(),
  imagesToken: z.string().min(1).optional(),
  /** Keys of earlier or other image servers whose images are accepted too. */
  trustedKeys: z.array(PublicKeySchema).max(32).default([]),
  /** How long a kiosk that has fallen silent keeps other kiosks from a token that it was at work with. */
  openVisitSeconds: z.coerce.number().positive().max(86_400).default(30),
  /** How long the answer about a device of a job holds, and so the time that a job has. */
  transferMinutes: z.coerce.number().positive().max(1440).default(10),
  /** Requests as lines of JSON on standard error. */
  log: z.stringbool().or(z.boolean()).default(false),
});
export type ServerConfig = z.infer<typeof ServerConfigSchema>;
export type ServerSettings = z.input<typeof ServerConfigSchema>;

/** Its message names each setting that is wrong and where it may come from. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Environment variables, by the setting that they give. */
export const ENVIRONMENT = {
  role: 'RECARD_SERVER_ROLE',
  data: 'RECARD_SERVER_DATA',
  database: 'RECARD_SERVER_DATABASE',
  listen: 'RECARD_SERVER_LISTEN',
  port: 'RECARD_SERVER_PORT',
  imagesUrl: 'RECARD_SERVER_IMAGES_URL',
  imagesToken: 'RECARD_SERVER_IMAGES_TOKEN',
  openVisitSeconds: 'RECARD_SERVER_OPEN_VISIT_SECONDS',
  transferMinutes: 'RECARD_SERVER_TRANSFER_MINUTES',
  log: 'RECARD_SERVER_LOG',
} as const;

const present = (entries: readonly (readonly [string, unknown])[]): Record<string, unknown> =>
  Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== ''));

function readSettings(file: string | undefined): Record<string, unknown> {
  if (file === undefined) return {};
  if (!existsSync(file)) throw new ConfigError(`The configuration file ${file} does not exist.`);
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new ConfigError(
      `The configuration file ${file} is not a JSON object: ${error instanceof Error ? error.message : ''}`,
    );
  }
}

/** Checks settings; throws a `ConfigError`. */
export function checkConfig(settings: unknown): ServerConfig {
  const parsed = ServerConfigSchema.safeParse(settings);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => {
      const name = path.join('.');
      const variable = Object.entries(ENVIRONMENT).find(([key]) => key === name)?.[1];
      return `${name === '' ? 'settings' : name}${variable === undefined ? '' : ` (${variable})`}: ${message}`;
    });
    throw new ConfigError(`The server's configuration is not valid. ${issues.join('; ')}`);
  }
  const config = parsed.data;
  if (config.role === 'host' && (config.imagesUrl === undefined || config.imagesToken === undefined))
    throw new ConfigError(
      'The role "host" needs imagesUrl and imagesToken: start a server of the role "images" and create a ' +
        'credential of the role "service" there.',
    );
  return config;
}

/** Reads the file and the environment; `over` goes before both. */
export const loadConfig = (
  over: Readonly<Record<string, unknown>>,
  file: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): ServerConfig =>
  checkConfig({
    ...readSettings(file),
    ...present(Object.entries(ENVIRONMENT).map(([key, variable]) => [key, environment[variable]])),
    ...present(Object.entries(over)),
  });
