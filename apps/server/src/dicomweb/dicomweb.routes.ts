import { z } from 'zod';
import type { Http } from '../kernel/http/index.ts';
import { invalidRequest } from '../kernel/problems/index.ts';
import { notAcceptable, notRenderable, resourceNotFound } from './dicomweb.problems.ts';
import type { DicomwebHandlers } from './dicomweb.service.ts';
import type { QidoLevel } from './qido.repository.ts';

const uid = z.string().regex(/^[0-9.]{1,64}$/, 'a UID has digits and dots, 64 at most');
const read = { project: 'archive:read' } as const;
const common = { tag: 'dicomweb', standard: 'dicomweb' } as const;

const searches: [url: string, level: QidoLevel, operationId: string, summary: string][] = [
  ['/studies', 'study', 'searchStudies', 'Search for studies (QIDO-RS)'],
  ['/series', 'series', 'searchSeries', 'Search for series (QIDO-RS)'],
  ['/instances', 'instance', 'searchInstances', 'Search for instances (QIDO-RS)'],
  ['/studies/:study/series', 'series', 'searchStudySeries', 'Search for the series of a study'],
  ['/studies/:study/instances', 'instance', 'searchStudyInstances', 'Search for the instances of a study'],
  [
    '/studies/:study/series/:series/instances',
    'instance',
    'searchSeriesInstances',
    'Search for the instances of a series',
  ],
];

const levels: [url: string, name: string][] = [
  ['/studies/:study', 'Study'],
  ['/studies/:study/series/:series', 'Series'],
  ['/studies/:study/series/:series/instances/:instance', 'Instance'],
];

const pathParams = z.object({
  project: z.string(),
  study: uid,
  series: uid.optional(),
  instance: uid.optional(),
});

const renderQuery = z.object({
  accept: z.string().optional(),
  window: z.string().max(100).optional().describe('center,width,function'),
  viewport: z.string().max(100).optional().describe('width,height in pixels'),
  quality: z.coerce.number().int().min(1).max(100).optional(),
});

/** DICOMweb (PS3.18): QIDO-RS, WADO-RS, STOW-RS below /dicom-web/{project}. */
export function dicomwebRoutes(http: Http, handlers: DicomwebHandlers): void {
  for (const [url, level, operationId, summary] of searches)
    http.route(
      {
        ...common,
        method: 'GET',
        url: `/dicom-web/:project${url}`,
        operationId,
        summary,
        permission: read,
        query: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
        produces: ['application/dicom+json'],
        problems: [invalidRequest, notAcceptable],
      },
      (request) => handlers.search(level, request),
    );
  for (const [url, name] of levels) {
    const shared = {
      ...common,
      permission: read,
      params: pathParams,
      problems: [resourceNotFound, notAcceptable],
    };
    http.route(
      {
        ...shared,
        method: 'GET',
        url: `/dicom-web/:project${url}`,
        operationId: `retrieve${name}`,
        summary: `Retrieve the instances of a ${name.toLowerCase()} (WADO-RS)`,
        produces: ['multipart/related', 'application/dicom'],
      },
      (request) => handlers.retrieve(request),
    );
    http.route(
      {
        ...shared,
        method: 'GET',
        url: `/dicom-web/:project${url}/metadata`,
        operationId: `retrieve${name}Metadata`,
        summary: `The headers of a ${name.toLowerCase()} as DICOM JSON`,
        produces: ['application/dicom+json'],
      },
      (request) => handlers.metadata(request),
    );
    for (const kind of ['rendered', 'thumbnail'] as const)
      http.route(
        {
          ...shared,
          method: 'GET',
          url: `/dicom-web/:project${url}/${kind}`,
          operationId: `retrieve${name}${kind === 'rendered' ? 'Rendered' : 'Thumbnail'}`,
          summary:
            kind === 'rendered'
              ? `A picture of a ${name.toLowerCase()}`
              : `A small picture of a ${name.toLowerCase()}`,
          query: renderQuery,
          produces: ['image/jpeg', 'image/png', 'image/webp'],
          problems: [resourceNotFound, notAcceptable, notRenderable],
        },
        (request) => handlers.rendered(kind, request),
      );
  }
  frameRoutes(http, handlers);
  storeRoutes(http, handlers);
}

function frameRoutes(http: Http, handlers: DicomwebHandlers): void {
  const instance = '/dicom-web/:project/studies/:study/series/:series/instances/:instance';
  const frameParams = pathParams.extend({
    frames: z.string().regex(/^\d{1,7}(,\d{1,7})*$/, 'frame numbers, from 1, with commas'),
  });
  const shared = {
    ...common,
    method: 'GET',
    permission: read,
    problems: [resourceNotFound, notAcceptable],
  } as const;
  http.route(
    {
      ...shared,
      url: `${instance}/frames/:frames`,
      operationId: 'retrieveFrames',
      summary: 'Frames of an instance, compressed as stored or decoded',
      params: frameParams,
      produces: ['multipart/related', 'application/octet-stream'],
    },
    (request) => handlers.frames(request),
  );
  for (const kind of ['rendered', 'thumbnail'] as const)
    http.route(
      {
        ...shared,
        url: `${instance}/frames/:frames/${kind}`,
        operationId: kind === 'rendered' ? 'retrieveFrameRendered' : 'retrieveFrameThumbnail',
        summary: 'A picture of a frame',
        params: frameParams,
        query: renderQuery,
        produces: ['image/jpeg', 'image/png', 'image/webp'],
      },
      (request) => handlers.rendered(kind, request),
    );
  http.route(
    {
      ...shared,
      url: `${instance}/bulkdata/*`,
      operationId: 'retrieveBulkData',
      summary: 'A large value of an instance',
      params: pathParams.extend({ '*': z.string().max(500) }),
      produces: ['application/octet-stream', 'multipart/related'],
    },
    (request) => handlers.bulkData(request),
  );
}

function storeRoutes(http: Http, handlers: DicomwebHandlers): void {
  for (const [url, operationId] of [
    ['/studies', 'storeInstances'],
    ['/studies/:study', 'storeStudyInstances'],
  ] as const)
    http.route(
      {
        ...common,
        method: 'POST',
        url: `/dicom-web/:project${url}`,
        operationId,
        summary: 'Store instances (STOW-RS)',
        permission: { project: 'archive:import' },
        consumes: ['multipart/related', 'application/dicom'],
        produces: ['application/dicom+json'],
        problems: [invalidRequest],
      },
      (request) => handlers.store(request),
    );
}
