import { z } from 'zod';
import { flag, setting, wholeNumber } from '../kernel/config/index.ts';
import { defaultDimseLimits } from './dimse/dimse-limits.ts';

const mebibyte = 1024 * 1024;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Settings of the receiver and its limits. */
export const archiveSettings = {
  dicomPort: setting({
    variable: 'PESSCARA_DICOM_PORT',
    schema: wholeNumber(11112, 0, 65535),
    description: 'Port of the DICOM receiver. 0 takes a free one.',
  }),
  dicomTlsPort: setting({
    variable: 'PESSCARA_DICOM_TLS_PORT',
    schema: wholeNumber(2762, 0, 65535).optional(),
    description: 'Port of the DICOM receiver over TLS; needs the key and certificate below.',
  }),
  dicomTlsKey: setting({
    variable: 'PESSCARA_DICOM_TLS_KEY',
    schema: z.string().optional(),
    description: 'File with the receiver’s private key (PEM).',
  }),
  dicomTlsCertificate: setting({
    variable: 'PESSCARA_DICOM_TLS_CERTIFICATE',
    schema: z.string().optional(),
    description: 'File with the receiver’s certificate chain (PEM).',
  }),
  dicomTlsAuthorities: setting({
    variable: 'PESSCARA_DICOM_TLS_AUTHORITIES',
    schema: z.string().optional(),
    description:
      'File with certificates that sign senders’ certificates (PEM). When given, a sender must show one.',
  }),
  aeTitle: setting({
    variable: 'PESSCARA_AE_TITLE',
    schema: z
      .string()
      .regex(
        /^[\x21-\x5b\x5d-\x7e](?:[\x20-\x5b\x5d-\x7e]{0,14}[\x21-\x5b\x5d-\x7e])?$/,
        'takes 1 to 16 characters without backslash',
      )
      .default('PESSCARA'),
    description: 'Our application entity title.',
  }),
  acceptAnyCalledAe: setting({
    variable: 'PESSCARA_ACCEPT_ANY_CALLED_AE',
    schema: flag(false),
    description: 'Accept associations that call another title than ours (routes may use it).',
  }),
  loopbackIsTrusted: setting({
    variable: 'PESSCARA_TRUST_LOOPBACK',
    schema: flag(true),
    description: 'Accept unknown senders from this machine itself. Others must be in the list of peers.',
  }),
  acceptPrivateSopClasses: setting({
    variable: 'PESSCARA_ACCEPT_PRIVATE_SOP_CLASSES',
    schema: flag(true),
    description: 'Accept storage SOP classes that the standard does not list.',
  }),
  maxAssociations: setting({
    variable: 'PESSCARA_MAX_ASSOCIATIONS',
    schema: wholeNumber(defaultDimseLimits.maxAssociations, 1, 1000),
    description: 'Associations at the same time.',
  }),
  maxAssociationsPerPeer: setting({
    variable: 'PESSCARA_MAX_ASSOCIATIONS_PER_PEER',
    schema: wholeNumber(defaultDimseLimits.maxAssociationsPerAddress, 1, 1000),
    description: 'Associations at the same time from one address.',
  }),
  newAssociationsPerSecond: setting({
    variable: 'PESSCARA_NEW_ASSOCIATIONS_PER_SECOND',
    schema: wholeNumber(100, 1, 100_000),
    description:
      'New associations a second from one address, in the long run; after a pause five times as many at once. Senders that open one for each object exist.',
  }),
  maxMessageBytes: setting({
    variable: 'PESSCARA_MAX_MESSAGE_BYTES',
    schema: wholeNumber(defaultDimseLimits.maxMessageBytes, mebibyte),
    description: 'Largest object that is received.',
  }),
  maxHeaderBytes: setting({
    variable: 'PESSCARA_MAX_HEADER_BYTES',
    schema: wholeNumber(64 * mebibyte, 64 * 1024),
    description: 'Largest data set before Pixel Data; what is larger is held.',
  }),
  associationIdleMs: setting({
    variable: 'PESSCARA_ASSOCIATION_IDLE_MS',
    schema: wholeNumber(defaultDimseLimits.idleMs, 1000),
    description: 'An association that is silent for this long is aborted.',
  }),
  orphanBlobAgeMs: setting({
    variable: 'PESSCARA_ORPHAN_BLOB_AGE_MS',
    schema: z.union([z.literal('0').transform(() => 0), wholeNumber(7 * dayMs, hourMs)]),
    description:
      'Images and files that no row of the database has named for this long are removed (left by a process that was killed between bytes and row). Looked for once a day. At least an hour; 0 removes none.',
  }),
  minBytesPerSecond: setting({
    variable: 'PESSCARA_MIN_BYTES_PER_SECOND',
    schema: wholeNumber(defaultDimseLimits.minBytesPerSecond, 0),
    description:
      'A sender that is slower than this in the middle of an object, on average, is aborted. 0: never.',
  }),
  quietPeriodMs: setting({
    variable: 'PESSCARA_QUIET_PERIOD_MS',
    schema: wholeNumber(3000, 100),
    description:
      'A series is complete for review when nothing more came for this long. Later instances join it.',
  }),
};
