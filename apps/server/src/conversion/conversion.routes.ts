import type { Http } from '../kernel/http/index.ts';
import { seriesNotFound } from './conversion.problems.ts';
import { conversion, seriesParams, volumeProperties } from './conversion.schema.ts';
import type { Conversion } from './conversion.service.ts';

const tag = 'conversion';
const url = '/projects/:project/series/:id/conversion';

function wire({ conversion: found, volumes }: Awaited<ReturnType<Conversion['get']>>) {
  return {
    state: found?.state ?? ('none' as const),
    converter: found?.converter ?? null,
    reason: found?.reason ?? null,
    detail: found?.detail ?? null,
    startedAt: found?.startedAt?.toISOString() ?? null,
    finishedAt: found?.finishedAt?.toISOString() ?? null,
    volumes: volumes.map(({ id, name, sizeBytes, properties }) => ({
      fileId: id,
      name,
      sizeBytes,
      ...volumeProperties.parse(properties),
    })),
  };
}

/** Conversions over HTTP. */
export function conversionRoutes({
  http,
  conversion: service,
}: {
  http: Http;
  conversion: Conversion;
}): void {
  http.route(
    {
      method: 'GET',
      url,
      operationId: 'getConversion',
      tag,
      summary: 'How the conversion of a series to NIfTI stands',
      permission: { project: 'archive:read' },
      params: seriesParams,
      response: conversion,
      problems: [seriesNotFound],
    },
    async ({ project, params }) => wire(await service.get(project.id, params.id)),
  );
  http.route(
    {
      method: 'POST',
      url,
      operationId: 'convertSeries',
      tag,
      summary: 'Convert a series again',
      permission: { project: 'catalogue:edit' },
      params: seriesParams,
      response: conversion,
      status: 202,
      problems: [seriesNotFound],
    },
    async ({ ctx, project, params }) => {
      await service.request(ctx, project.id, params.id);
      return wire(await service.get(project.id, params.id));
    },
  );
}
