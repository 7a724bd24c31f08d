import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventCatalogue } from '../src/kernel/events/index.ts';
import { problemCatalogue } from '../src/kernel/problems/index.ts';
import { composeServer } from './kit/composed-server.ts';

const { http } = await composeServer();
const source = path.join(import.meta.dirname, '../src');
const migrations = path.join(import.meta.dirname, '../migrations');

interface SourceFile {
  name: string;
  text: string;
}

const files: SourceFile[] = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.endsWith('.generated.ts'))
  .map((name) => ({ name, text: readFileSync(path.join(source, name), 'utf8') }));

/** Names of constants that are defined by a call of `definer`. */
function definedBy(definer: string): { name: string; file: SourceFile }[] {
  return files.flatMap((file) =>
    [...file.text.matchAll(new RegExp(`(?:export )?const (\\w+) = ${definer}\\(`, 'g'))].map((match) => ({
      name: match[1] ?? '',
      file,
    })),
  );
}

function isUsed(name: string, use: RegExp): boolean {
  return files.some(({ text }) => [...text.matchAll(use)].some((match) => match[1] === name));
}

describe('every address', () => {
  it('says who may ask for it, what it does, and under which name clients know it', () => {
    const wanting = http.routes.filter(
      ({ permission, operationId, tag, summary }) =>
        permission === undefined || !/^[a-z][A-Za-z]+$/.test(operationId) || tag === '' || summary.length < 8,
    );
    expect(wanting.map(({ url }) => url)).toEqual([]);
    const ids = http.routes.map(({ operationId }) => operationId);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  it('that is a project’s asks for a permission in the project, and no other does', () => {
    const odd = http.routes.filter(
      ({ url, permission }) =>
        url.includes(':project') !== (typeof permission === 'object' && 'project' in permission),
    );
    // Every member sees that the project is there, with any role.
    expect(odd.map(({ operationId }) => operationId)).toEqual(['getProject']);
  });
});

describe('the OpenAPI document', () => {
  const document = http.openApi() as Record<string, Record<string, unknown>>;
  type Node = Record<string, unknown>;

  function* nodes(value: unknown): Generator<Node> {
    if (typeof value !== 'object' || value === null) return;
    if (!Array.isArray(value)) yield value as Node;
    for (const child of Object.values(value)) yield* nodes(child);
  }

  function resolve(reference: string): unknown {
    let at: unknown = document;
    for (const step of reference.slice(2).split('/'))
      at = (at as Node | undefined)?.[step.replaceAll('~1', '/').replaceAll('~0', '~')];
    return at;
  }

  it('is of version 3.1, and every reference in it leads somewhere', () => {
    expect(document['openapi']).toMatch(/^3\.1\.\d$/);
    const references = [...nodes(document)].flatMap((node) =>
      typeof node['$ref'] === 'string' ? [node['$ref']] : [],
    );
    expect(references.length).toBeGreaterThan(50);
    expect(
      references.filter((reference) => !reference.startsWith('#/') || resolve(reference) === undefined),
    ).toEqual([]);
  });

  it('has for every operation its parameters, one success and the problem', () => {
    const mistakes: string[] = [];
    for (const [address, methods] of Object.entries(
      document['paths'] as Record<string, Record<string, Node>>,
    ))
      for (const [method, operation] of Object.entries(methods)) {
        const label = `${method} ${address}`;
        const parameters = operation['parameters'] as Node[];
        const inPath = parameters
          .filter((parameter) => parameter['in'] === 'path')
          .map((parameter) => String(parameter['name']));
        const named = [...address.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
        if ([...inPath].sort().join() !== [...named].sort().join())
          mistakes.push(`${label}: path parameters ${inPath.join()}`);
        const keys = parameters.map((parameter) => `${String(parameter['in'])} ${String(parameter['name'])}`);
        if (new Set(keys).size !== keys.length) mistakes.push(`${label}: a parameter twice`);
        if (parameters.some((parameter) => parameter['schema'] === undefined))
          mistakes.push(`${label}: a parameter without schema`);
        if (parameters.some((parameter) => parameter['in'] === 'path' && parameter['required'] !== true))
          mistakes.push(`${label}: an optional path parameter`);
        const statuses = Object.keys(operation['responses'] as Node);
        if (!statuses.includes('default') || statuses.filter((status) => status.startsWith('2')).length !== 1)
          mistakes.push(`${label}: answers ${statuses.join()}`);
        if (method === 'get' && operation['requestBody'] !== undefined)
          mistakes.push(`${label}: a GET with a body`);
      }
    expect(mistakes).toEqual([]);
  });

  it('has object schemas whose required members exist', () => {
    const mistakes = [...nodes(document['components'])].filter((node) => {
      const required = node['required'];
      if (!Array.isArray(required) || typeof node['properties'] !== 'object') return false;
      return required.some((name) => !(String(name) in (node['properties'] as Node)));
    });
    expect(mistakes).toEqual([]);
  });
});

describe('problems and events', () => {
  it('every kind of problem is thrown somewhere', () => {
    const kinds = definedBy('defineProblem');
    expect(kinds.length).toBeGreaterThan(30);
    const unused = kinds.filter(
      ({ name }) => !isUsed(name, /(?:\bproblem\(\s*|\breply, |return \[|\? |: )(\w+)/g),
    );
    expect(unused.map(({ name, file }) => `${name} (${file.name})`)).toEqual([]);
  });

  it('every kind of problem belongs to the slice that its name says', () => {
    const astray = files.flatMap(({ name, text }) =>
      [...text.matchAll(/defineProblem\(\{\s*name: '([a-z-]+)\/[a-z-]+'/g)]
        .filter((match) => !name.startsWith(`${match[1] ?? ''}/`) && match[1] !== 'kernel')
        .map((match) => `${name}: ${match[1] ?? ''}`),
    );
    expect(astray).toEqual([]);
    for (const { name, status, title } of problemCatalogue())
      expect([name, status >= 400 && status < 600, title.length > 8]).toEqual([name, true, true]);
  });

  it('every kind of event says what it means, and is published somewhere', () => {
    const kinds = eventCatalogue();
    expect(kinds.length).toBeGreaterThan(8);
    expect(kinds.filter(({ description }) => description.length < 10).map(({ type }) => type)).toEqual([]);
    const silent = definedBy('defineEvent').filter(
      ({ name }) => !files.some(({ text }) => new RegExp(`\\bpublish\\([^)]*\\b${name}\\b`).test(text)),
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('every kind of job has a handler', () => {
    const unhandled = definedBy('defineJob').filter(({ name }) => !isUsed(name, /\bhandle\(\s*(\w+)/g));
    expect(unhandled.map(({ name }) => name)).toEqual([]);
  });
});

describe('the schema of the database', () => {
  it('says of every index which question it serves', () => {
    const silent: string[] = [];
    for (const name of readdirSync(migrations).filter((file) => file.endsWith('.sql'))) {
      const lines = readFileSync(path.join(migrations, name), 'utf8').split('\n');
      for (const [at, line] of lines.entries()) {
        if (!/^create (unique )?index/.test(line)) continue;
        let above = at - 1;
        // Indexes that serve one question stand together under its comment.
        while (/^create (unique )?index/.test(lines[above] ?? '')) above--;
        if (!/^\s*--/.test(lines[above] ?? '')) silent.push(`${name}:${at + 1}`);
      }
    }
    expect(silent).toEqual([]);
  });
});
