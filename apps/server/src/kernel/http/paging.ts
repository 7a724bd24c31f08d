import { z } from 'zod';
import { invalidRequest, problem } from '../problems/index.ts';

/** The query of every list: where to go on, and how many. */
export const pageQuery = z.object({
  cursor: z.string().max(2000).optional().describe('`nextCursor` of the page before'),
  limit: z.coerce.number().int().min(1).max(500).default(100).describe('Items of a page, 500 at most'),
});

/** A page of items; `nextCursor` is null on the last one. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** Packs the last row's sort values into an opaque cursor. */
export function encodeCursor(values: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** Unpacks a cursor. @throws invalidRequest when it is not one of ours with this many values */
export function decodeCursor(cursor: string, length: number): (string | number | null)[] {
  const shape = z.array(z.union([z.string(), z.number(), z.null()])).length(length);
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (error) {
    throw Object.assign(
      problem(invalidRequest, {
        detail: 'This cursor is not one that this list gave. Start again without it.',
        errors: [{ pointer: '/query/cursor', detail: 'unknown cursor' }],
      }),
      { cause: error },
    );
  }
}
