import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

export interface PasswordHashing {
  memoryKib: number;
  passes: number;
}

/** argon2id (RFC 9106) in the thread pool, off the event loop. */
export function createPasswordHasher({ memoryKib, passes }: PasswordHashing) {
  const options = { memoryCost: memoryKib, timeCost: passes, parallelism: 1 };
  const decoy = hash('nobody has this password', options);
  // Heard when it is awaited; not before, so a failure must not end the process here.
  decoy.catch(() => undefined);
  return {
    hash: (password: string): Promise<string> => hash(password, options),
    /** Takes as long for an account that does not exist, or has no password, as for one that does. */
    async verify(stored: string | null | undefined, password: string): Promise<boolean> {
      const matches = await verify(stored ?? (await decoy), password);
      return stored != null && matches;
    },
  };
}

export type PasswordHasher = ReturnType<typeof createPasswordHasher>;

// Without letters and digits that look alike on paper or on a screen.
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password to be used once or printed once: 20 characters of 31, 99 bits. */
export function makePassword(): string {
  const group = () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}
