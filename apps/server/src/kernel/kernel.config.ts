import { z } from 'zod';
import { flag, setting, wholeNumber } from './config/index.ts';

/** The kernel's settings: where things listen and lie. */
export const kernelSettings = {
  host: setting({
    variable: 'PESSCARA_HOST',
    schema: z.string().default('127.0.0.1'),
    description: 'Address that HTTP and DICOM listen on. 0.0.0.0 for every network.',
  }),
  httpPort: setting({
    variable: 'PESSCARA_HTTP_PORT',
    schema: wholeNumber(8080, 0, 65535),
    description: 'Port of the web app and the API. 0 takes a free one.',
  }),
  dataDir: setting({
    variable: 'PESSCARA_DATA_DIR',
    schema: z.string().min(1).default('./data'),
    description: 'Folder of everything that is kept: blobs, vault, keys, the embedded database.',
  }),
  databaseUrl: setting({
    variable: 'PESSCARA_DATABASE_URL',
    schema: z.string().min(1).optional(),
    description:
      'A PostgreSQL 15 or newer to use instead of the embedded one (postgres://…). Its user must be able to create roles.',
    secret: true,
  }),
  databaseConnections: setting({
    variable: 'PESSCARA_DATABASE_CONNECTIONS',
    schema: wholeNumber(10, 2, 200),
    description: 'Connections of each of the server’s pools.',
  }),
  roles: setting({
    variable: 'PESSCARA_ROLES',
    schema: z
      .string()
      .default('http,dicom,worker')
      .transform((text) => text.split(',').map((role) => role.trim()))
      .pipe(z.array(z.enum(['http', 'dicom', 'worker'], 'takes http, dicom, worker, separated by commas'))),
    description:
      'What this process does: http, dicom, worker. Several processes may share one database and data folder.',
  }),
  logLevel: setting({
    variable: 'PESSCARA_LOG_LEVEL',
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    description: 'How much is logged.',
  }),
  publicUrl: setting({
    variable: 'PESSCARA_PUBLIC_URL',
    schema: z.url().optional(),
    description:
      'The address that people type, when a proxy stands before the server. With https, cookies are marked Secure.',
  }),
  trustProxy: setting({
    variable: 'PESSCARA_TRUST_PROXY',
    schema: flag(false),
    description: 'Believe X-Forwarded-For and -Proto of a proxy in front.',
  }),
  maxJsonBytes: setting({
    variable: 'PESSCARA_MAX_JSON_BYTES',
    schema: wholeNumber(1024 * 1024, 1024),
    description: 'Largest JSON body that a request may have.',
  }),
  landingBytes: setting({
    variable: 'PESSCARA_LANDING_BYTES',
    schema: wholeNumber(1024 * 1024 * 1024, 0),
    description:
      'Preallocated room in the data folder where received images are made durable before they are filed: as much as comes in one go. 0 files each at once, which takes longer.',
  }),
  vaultKey: setting({
    variable: 'PESSCARA_VAULT_KEY',
    schema: z.string().optional(),
    description:
      'Key of the vault and the crosswalk, 64 hexadecimal digits. Made into the data folder (keys/vault.key) when unset.',
    secret: true,
  }),
  jobConcurrency: setting({
    variable: 'PESSCARA_JOB_CONCURRENCY',
    schema: wholeNumber(4, 1, 64),
    description: 'Background jobs that run at the same time.',
  }),
};
