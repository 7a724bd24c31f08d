import { randomBytes } from 'node:crypto';
import type { ApiAnswer } from './api.ts';

export interface MultipartPart {
  headers: Record<string, string>;
  body: Buffer;
}

/** Takes a multipart answer apart (RFC 2046 5.1). */
export function partsOf({ bytes, headers }: Pick<ApiAnswer, 'bytes' | 'headers'>): MultipartPart[] {
  const contentType = headers.get('content-type') ?? '';
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (boundary === undefined)
    throw new Error(`There is no boundary in ${contentType}: ${bytes.subarray(0, 500).toString()}`);
  const parts: MultipartPart[] = [];
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const body = Buffer.concat([Buffer.from('\r\n'), bytes]);
  let at = body.indexOf(delimiter);
  for (let next = body.indexOf(delimiter, at + 1); next >= 0; next = body.indexOf(delimiter, at + 1)) {
    const part = body.subarray(at + delimiter.length + 2, next);
    const headEnd = part.indexOf('\r\n\r\n');
    const lines = part.subarray(0, headEnd).toString().split('\r\n');
    const named = lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]);
    parts.push({
      headers: Object.fromEntries(named) as Record<string, string>,
      body: part.subarray(headEnd + 4),
    });
    at = next;
  }
  if (
    !body
      .subarray(at + delimiter.length)
      .toString('latin1')
      .startsWith('--')
  )
    throw new Error('The multipart body has no end');
  return parts;
}

export interface OutgoingFile {
  bytes: Uint8Array;
  /** Told in Content-Disposition. */
  name?: string;
  contentType?: string;
}

/** A body of multipart/related with these files, and its Content-Type. */
export function multipartOf(files: readonly OutgoingFile[]): { bytes: Buffer; contentType: string } {
  const boundary = `test-${randomBytes(12).toString('hex')}`;
  const pieces = files.flatMap(({ bytes, name, contentType = 'application/dicom' }) => [
    Buffer.from(
      `--${boundary}\r\nContent-Type: ${contentType}\r\n${name === undefined ? '' : `Content-Disposition: attachment; filename="${name}"\r\n`}\r\n`,
    ),
    bytes,
    Buffer.from('\r\n'),
  ]);
  return {
    bytes: Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]),
    contentType: `multipart/related; type="application/dicom"; boundary=${boundary}`,
  };
}
