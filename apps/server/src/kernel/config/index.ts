import { readFileSync } from 'node:fs';
import { z } from 'zod';

/**
 * One setting: its environment variable, its shape, its words for docs/reference/configuration.md.
 * A `secret` may also come from a file named by `<variable>_FILE`, and is never printed.
 */
export interface Setting<S extends z.ZodType> {
  readonly variable: `PESSCARA_${string}`;
  readonly schema: S;
  readonly description: string;
  readonly secret?: boolean;
}

export type Settings = Record<string, Setting<z.ZodType>>;
export type ConfigOf<S extends Settings> = { readonly [K in keyof S]: z.output<S[K]['schema']> };

/** Declares a setting; the identity function gives it its type. */
export function setting<S extends z.ZodType>(declaration: Setting<S>): Setting<S> {
  return declaration;
}

/** A whole number from text, within bounds. */
export function wholeNumber(fallback: number, minimum: number, maximum = Number.MAX_SAFE_INTEGER) {
  return z.coerce.number().int().min(minimum).max(maximum).default(fallback);
}

/** yes/no from text. */
export function flag(fallback: boolean) {
  return z
    .enum(['true', 'false', '1', '0', 'yes', 'no'])
    .transform((text) => text === 'true' || text === '1' || text === 'yes')
    .default(fallback);
}

/** What is wrong with the environment, in lines that name the variable and what it takes. */
export class ConfigError extends Error {}

function textOf(declared: Setting<z.ZodType>, environment: NodeJS.ProcessEnv): string | undefined {
  const direct = environment[declared.variable];
  if (direct !== undefined && direct !== '') return direct;
  const file = declared.secret === true ? environment[`${declared.variable}_FILE`] : undefined;
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch (error) {
    throw new ConfigError(
      `${declared.variable}_FILE: cannot read it (${(error as NodeJS.ErrnoException).code ?? 'error'})`,
    );
  }
}

/**
 * Reads all settings once, at start. Unknown PESSCARA_* names are errors, because a misspelt limit is a limit that is not in force.
 * `PESSCARA_TEST_*` and the client's `PESSCARA_URL`, `PESSCARA_TOKEN` are other programs' business.
 * @throws ConfigError with one line for each mistake
 */
export function readConfig<S extends Settings>(settings: S, environment: NodeJS.ProcessEnv): ConfigOf<S> {
  const mistakes: string[] = [];
  const config: Record<string, unknown> = {};
  const known = new Set(['PESSCARA_URL', 'PESSCARA_TOKEN', 'PESSCARA_PEERS_PYTHON']);
  for (const [name, declared] of Object.entries(settings)) {
    known.add(declared.variable);
    if (declared.secret === true) known.add(`${declared.variable}_FILE`);
    const parsed = declared.schema.safeParse(textOf(declared, environment));
    if (parsed.success) config[name] = parsed.data;
    else
      mistakes.push(`${declared.variable}: ${parsed.error.issues.map((issue) => issue.message).join('; ')}`);
  }
  for (const name of Object.keys(environment))
    if (name.startsWith('PESSCARA_') && !name.startsWith('PESSCARA_TEST_') && !known.has(name))
      mistakes.push(`${name}: there is no such setting (see docs/reference/configuration.md)`);
  if (mistakes.length > 0) throw new ConfigError(mistakes.join('\n'));
  return Object.freeze(config) as ConfigOf<S>;
}
