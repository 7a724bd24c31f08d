import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterwards } from '../../../apps/server/test/kit/afterwards.ts';

/**
 * A line that carries little: what is sent to its port goes on to `port` in pieces of `pieceBytes`, one every `everyMs`.
 * Answers come back at full speed. Gives its own port; closed afterwards.
 */
export async function slowLine(
  port: number,
  { pieceBytes, everyMs }: { pieceBytes: number; everyMs: number },
): Promise<number> {
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    far.pipe(near);
    for (const one of [near, far])
      one.on('error', () => {
        near.destroy();
        far.destroy();
      });
    trickle(near, (piece) => far.write(piece)).then(
      () => far.end(),
      () => far.destroy(),
    );
  });
  async function trickle(from: Socket, write: (piece: Buffer) => void): Promise<void> {
    for await (const chunk of from) {
      const bytes = chunk as Buffer;
      for (let at = 0; at < bytes.length; at += pieceBytes) {
        write(bytes.subarray(at, at + pieceBytes));
        await pause(everyMs);
      }
    }
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterwards(() => server.close());
  return (server.address() as { port: number }).port;
}
