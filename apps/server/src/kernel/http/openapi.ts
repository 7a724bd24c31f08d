import { z } from 'zod';
import type { RoutePermission, RouteSpec } from './route.ts';

type Json = Record<string, unknown>;

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'instance'],
  properties: {
    type: {
      type: 'string',
      description: 'urn:pesscara:problem:<slice>/<name>; see docs/reference/problems.md',
    },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What happened and what to do' },
    instance: { type: 'string', description: 'urn:uuid: of this request, also in the server’s log' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: { pointer: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
};

/** The path as it is on the wire: `/api/v1` before everything but DICOMweb. */
export function fullPath(url: string): string {
  return url.startsWith('/dicom-web') ? url : `/api/v1${url}`;
}

function strip(schema: Json): Json {
  const rest = { ...schema };
  for (const key of ['$schema', '$id', 'id', '~standard']) delete rest[key];
  return rest;
}

// Schemas with .meta({id}) become components; the rest stand where they are used.
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const json = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
  const definitions = (json['$defs'] ?? {}) as Record<string, Json>;
  delete json['$defs'];
  return { ...strip(json), ...(Object.keys(definitions).length > 0 ? { 'x-definitions': definitions } : {}) };
}

class Components {
  readonly schemas: Record<string, Json> = { Problem: problemSchema };

  add(schema: z.ZodType, io: 'input' | 'output'): Json {
    const json = jsonSchema(schema, io);
    const definitions = (json['x-definitions'] ?? {}) as Record<string, Json>;
    delete json['x-definitions'];
    for (const [id, definition] of Object.entries(definitions))
      this.schemas[id] ??= this.#references(strip(definition));
    const id = (schema.meta() as { id?: string } | undefined)?.id;
    if (id === undefined) return this.#references(json);
    this.schemas[id] ??= this.#references(json);
    return { $ref: `#/components/schemas/${id}` };
  }

  #references(json: Json): Json {
    return JSON.parse(JSON.stringify(json).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
  }
}

function parameters(components: Components, where: 'path' | 'query', schema: z.ZodType | undefined): Json[] {
  if (schema === undefined) return [];
  const json = components.add(schema, 'input');
  const required = (json['required'] ?? []) as string[];
  return Object.entries((json['properties'] ?? {}) as Record<string, Json>).map(([name, property]) => {
    const { description, ...rest } = property;
    return {
      name,
      in: where,
      required: where === 'path' || required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    };
  });
}

function permissionText(permission: RoutePermission): string {
  if (permission === 'public') return 'Open to everyone.';
  if (permission === 'signed-in') return 'For everyone who is signed in.';
  return 'system' in permission
    ? `Needs the permission \`${permission.system}\`.`
    : `Needs the permission \`${permission.project}\` in the project.`;
}

function pathParameters(url: string, declared: Json[]): Json[] {
  const names = [...url.matchAll(/:([A-Za-z]+)/g)].map((match) => match[1] as string);
  return names.map(
    (name) =>
      declared.find((parameter) => parameter['name'] === name) ?? {
        name,
        in: 'path',
        required: true,
        schema: { type: 'string' },
        ...(name === 'project' ? { description: 'The project’s key' } : {}),
      },
  );
}

function requestBody(components: Components, spec: RouteSpec): Json | undefined {
  if (spec.body !== undefined)
    return {
      required: true,
      content: { 'application/json': { schema: components.add(spec.body, 'input') } },
    };
  if (spec.consumes === undefined) return undefined;
  const binary = { schema: { type: 'string', format: 'binary' } };
  return { required: true, content: Object.fromEntries(spec.consumes.map((type) => [type, binary])) };
}

function success(components: Components, spec: RouteSpec): Json {
  const status = spec.status ?? (spec.response === undefined && spec.produces === undefined ? 204 : 200);
  const binary = { schema: { type: 'string', format: 'binary' } };
  const content =
    spec.response !== undefined
      ? { 'application/json': { schema: components.add(spec.response, 'output') } }
      : Object.fromEntries((spec.produces ?? []).map((type) => [type, binary]));
  return { [status]: { description: 'Success', ...(Object.keys(content).length > 0 ? { content } : {}) } };
}

function operation(components: Components, spec: RouteSpec): Json {
  const body = requestBody(components, spec);
  const names = (spec.problems ?? []).map((kind) => `\`${kind.name}\` (${kind.status})`).sort();
  const problems = names.length > 0 ? `\n\nProblems: ${names.join(', ')}.` : '';
  return {
    operationId: spec.operationId,
    tags: [spec.tag],
    summary: spec.summary,
    description: `${spec.description ?? spec.summary}\n\n${permissionText(spec.permission)}${problems}`,
    parameters: [
      ...pathParameters(spec.url, parameters(components, 'path', spec.params)),
      ...parameters(components, 'query', spec.query),
    ],
    ...(body === undefined ? {} : { requestBody: body }),
    responses: {
      ...success(components, spec),
      default: {
        description: 'A problem (RFC 9457)',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
    ...(spec.permission === 'public' ? { security: [] } : {}),
  };
}

/** The OpenAPI 3.1 document of all routes, in a stable order. */
export function openApiDocument(routes: readonly RouteSpec[], version: string): Json {
  const components = new Components();
  const paths: Record<string, Json> = {};
  const ordered = [...routes].sort((a, b) => (`${a.url} ${a.method}` < `${b.url} ${b.method}` ? -1 : 1));
  for (const spec of ordered) {
    const key = fullPath(spec.url).replaceAll(/:([A-Za-z]+)/g, '{$1}');
    (paths[key] ??= {})[spec.method.toLowerCase()] = operation(components, spec);
  }
  const schemas = Object.fromEntries(Object.entries(components.schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    openapi: '3.1.0',
    info: { title: 'PESSCARA', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    security: [{ session: [] }, { token: [] }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'pesscara_session' },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}
