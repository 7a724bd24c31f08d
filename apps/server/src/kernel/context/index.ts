import { newId } from '../ids/index.ts';
import type { Logger } from '../log/index.ts';

/** Who does something: a person's account, a DICOM sender, or the system itself. */
export interface Actor {
  readonly kind: 'account' | 'dicom' | 'system';
  readonly id: string;
  readonly name: string;
  readonly systemRoles: readonly string[];
  /** Restricts what a token may do; undefined: everything its account may. */
  readonly scopes?: readonly string[];
  readonly sessionId?: string;
  /** When the password was last given in this session. */
  readonly authenticatedAt?: Date;
  readonly address?: string;
}

/** Carried by every use case, explicitly. */
export interface Context {
  readonly actor: Actor;
  readonly correlationId: string;
  readonly log: Logger;
}

/** The context of work that no person asked for: jobs, start-up, deliveries. */
export function systemContext(name: string, log: Logger): Context {
  const correlationId = newId();
  return {
    actor: { kind: 'system', id: `system:${name}`, name, systemRoles: [] },
    correlationId,
    log: log.child({ correlationId }),
  };
}
