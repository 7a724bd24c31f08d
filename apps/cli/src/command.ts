import type { Client } from '@pesscara/api-client';
import { Command } from 'commander';
import { connect } from './connection.ts';
import { UsageError } from './failures.ts';
import type { Output } from './output.ts';
import type { Shell } from './shell.ts';

export interface Invocation<Options> {
  readonly client: Client;
  readonly shell: Shell;
  /** The arguments by position; an optional one that was not given is undefined, a repeated one is a list. */
  readonly args: readonly (string | string[] | undefined)[];
  readonly options: Options & { json?: boolean };
}

/** Runs a command; what it returns is shown, and undefined means that it wrote everything itself. */
export type Action<Options> = (invocation: Invocation<Options>) => Promise<Output | undefined>;

export interface Noun {
  readonly command: Command;
  /** Adds a verb with its `--json`; options and examples are added to what it returns. */
  verb<Options extends object = object>(usage: string, summary: string, action: Action<Options>): Command;
}

/** A command that does something by itself: `pesscara upload …`. */
export function addVerb<Options extends object>(
  parent: Command,
  shell: Shell,
  usage: string,
  summary: string,
  action: Action<Options>,
): Command {
  return parent
    .command(usage)
    .description(summary)
    .option('--json', 'print JSON')
    .action(async (...given: unknown[]) => {
      const command = given.at(-1) as Command;
      const options = command.opts<Options & { json?: boolean }>();
      const args = command.processedArgs as (string | string[] | undefined)[];
      const output = await action({ client: await connect(shell.environment), shell, args, options });
      if (output === undefined) return;
      shell.write(`${options.json === true ? JSON.stringify(output.value, null, 2) : output.text}\n`);
    });
}

/** A noun with its verbs: `pesscara series list …`. */
export function addNoun(program: Command, shell: Shell, name: string, summary: string): Noun {
  const command = program.command(name).description(summary);
  return {
    command,
    verb: (usage, verbSummary, action) => addVerb(command, shell, usage, verbSummary, action),
  };
}

/** An argument that the usage line promises. */
export function textArgument(args: Invocation<object>['args'], position: number): string {
  const value = args[position];
  if (typeof value !== 'string') throw new UsageError('An argument is missing; --help shows them.');
  return value;
}

/** The texts of a repeatable argument. */
export function textArguments(args: Invocation<object>['args'], position: number): string[] {
  const value = args[position];
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

/** For options that may be given several times. */
export function collect(value: string, earlier: string[] = []): string[] {
  return [...earlier, value];
}

/** For options that are whole numbers. @throws UsageError */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0)
    throw new UsageError(`"${text}" must be a whole number, 0 or more`);
  return value;
}

/** At most `limit` items of a list, page by page. */
export async function itemsOf<Item>(
  limit: number,
  fetchPage: (page: {
    cursor?: string;
    limit: number;
  }) => Promise<{ items: Item[]; nextCursor: string | null }>,
): Promise<{ items: Item[]; hasMore: boolean }> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: Item[]; nextCursor: string | null } = await fetchPage({
      ...(cursor === null ? {} : { cursor }),
      limit: Math.min(500, limit - items.length),
    });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && items.length < limit);
  return { items, hasMore: cursor !== null };
}

/** The last line under a table that does not show everything. */
export function moreNote(hasMore: boolean, limit: number): string {
  return hasMore ? `\n(the first ${limit}; --limit shows more)` : '';
}
