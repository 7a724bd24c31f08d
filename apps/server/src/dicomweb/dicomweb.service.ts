import { Readable } from 'node:stream';
import { transferSyntaxOf } from '@pesscara/dicom';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Frames, StoredInstance } from '../archive/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Imaging } from '../imaging/index.ts';
import type { Context } from '../kernel/context/index.ts';
import { type Database, transact } from '../kernel/db/index.ts';
import type { RouteProject } from '../kernel/http/index.ts';
import { invalidRequest, problem, unsupportedMediaType } from '../kernel/problems/index.ts';
import { baseUrlOf } from './base-url.ts';
import { notAcceptable, notRenderable, resourceNotFound } from './dicomweb.problems.ts';
import { jsonArrayStream } from './json-array-stream.ts';
import {
  acceptOf,
  accepts,
  bringsDicom,
  bulkDataForm,
  type FrameForm,
  frameForms,
  instanceForms,
  mediaTypeOfFrame,
  takesJson,
} from './media-types.ts';
import { makeBoundary, multipartStream, type OutgoingPart } from './multipart-writer.ts';
import type { QidoLevel } from './qido.repository.ts';
import type { Qido } from './qido.service.ts';
import { parseQidoQuery, QidoQueryError } from './qido-query.ts';
import type { Stow } from './stow.service.ts';
import type { Wado, WadoPath } from './wado.service.ts';

interface WebRequest {
  ctx: Context;
  project: RouteProject;
  request: FastifyRequest;
  reply: FastifyReply;
}

export interface DicomwebDeps {
  db: Database;
  audit: Audit;
  qido: Qido;
  wado: Wado;
  stow: Stow;
  imaging: Imaging;
  /** PESSCARA_PUBLIC_URL: the address that people type. */
  publicUrl: string | undefined;
}

const explicitLittleEndian = '1.2.840.10008.1.2.1';
const thumbnailPx = 128;

function acceptHeader(request: FastifyRequest) {
  return acceptOf(request.headers.accept, (request.query as { accept?: string }).accept);
}

function refuse(detail: string): never {
  throw problem(notAcceptable, { detail });
}

function missing(): never {
  throw problem(resourceNotFound, { detail: 'It does not exist, or is not released.' });
}

function pair(text: string | undefined, name: string): [number, number] | undefined {
  if (text === undefined) return undefined;
  const [a, b] = text.split(',').map(Number);
  if (a === undefined || b === undefined || !Number.isFinite(a) || !Number.isFinite(b))
    throw problem(invalidRequest, {
      detail: `${name} takes two numbers with a comma between.`,
      errors: [{ pointer: `/query/${name}`, detail: 'two numbers' }],
    });
  return [a, b];
}

/** What each DICOMweb request does: negotiation, then the service, then the answer. */
export function createDicomwebHandlers({ db, audit, qido, wado, stow, imaging, publicUrl }: DicomwebDeps) {
  const baseUrl = (request: FastifyRequest, project: RouteProject): string =>
    `${baseUrlOf(request, publicUrl)}/dicom-web/${project.key}`;

  // As bytes: to a text a charset would be added, and there are clients that compare the type to the letter.
  function sendJson(reply: FastifyReply, body: unknown, status = 200) {
    return reply
      .code(status)
      .type('application/dicom+json')
      .send(Buffer.from(JSON.stringify(body)));
  }

  function sendMultipart(reply: FastifyReply, type: string, parts: AsyncIterable<OutgoingPart>) {
    const boundary = makeBoundary();
    return reply
      .type(`multipart/related; type="${type}"; boundary=${boundary}`)
      .send(multipartStream(boundary, parts));
  }

  async function recordExport({ ctx, project }: WebRequest, path: WadoPath, what: string): Promise<void> {
    await transact(db, (trx) =>
      audit.record(trx, ctx, {
        action: 'R',
        type: `dicomweb.${what}.exported`,
        projectId: project.id,
        object: { kind: 'study', id: path.study },
        after: { series: path.series, instance: path.instance },
      }),
    );
  }

  async function search(level: QidoLevel, { request, reply, project }: WebRequest) {
    if (!takesJson(acceptHeader(request))) refuse('Searches answer application/dicom+json.');
    const { study, series } = request.params as Partial<WadoPath>;
    try {
      const query = parseQidoQuery({
        ...(request.query as Record<string, string>),
        ...(study === undefined ? {} : { StudyInstanceUID: study }),
        ...(series === undefined ? {} : { SeriesInstanceUID: series }),
      });
      const { results, warnings } = await qido.search(project.id, level, query, baseUrl(request, project));
      if (warnings.length > 0)
        reply.header('warning', warnings.map((text) => `299 PESSCARA "${text}"`).join(', '));
      return await sendJson(reply, results);
    } catch (error) {
      if (error instanceof QidoQueryError) throw problem(invalidRequest, { detail: `${error.message}.` });
      throw error;
    }
  }

  async function retrieve(web: WebRequest & { params: WadoPath }) {
    const { request, reply, project, params } = web;
    const isOne = params.instance !== undefined;
    const forms = instanceForms(acceptHeader(request)).filter((form) => form.isMultipart || isOne);
    if (forms.length === 0)
      refuse(
        `${isOne ? 'An instance comes' : 'Instances come'} as application/dicom in multipart/related${isOne ? ', or alone' : ''}.`,
      );
    const first = (await wado.first(project.id, params)) ?? missing();
    const [form] = forms.filter(({ transferSyntax }) => wado.canGive(first, transferSyntax));
    if (form === undefined)
      refuse(`It is stored as ${first.transferSyntaxUid}; ask for that or for transfer-syntax=*.`);
    await recordExport(web, params, 'instances');
    if (!form.isMultipart) {
      const { contentType, body } = await wado.instancePart(first, form.transferSyntax);
      return reply.type(contentType).send(bodyOf(body));
    }
    async function* parts(): AsyncGenerator<OutgoingPart> {
      for await (const instance of wado.find(project.id, params)) {
        const given = forms.find(({ transferSyntax }) => wado.canGive(instance, transferSyntax));
        if (given !== undefined) yield await wado.instancePart(instance, given.transferSyntax);
      }
    }
    return sendMultipart(reply, 'application/dicom', parts());
  }

  async function metadata({ request, reply, project, params }: WebRequest & { params: WadoPath }) {
    if (!takesJson(acceptHeader(request))) refuse('Metadata comes as application/dicom+json.');
    if ((await wado.first(project.id, params)) === undefined) missing();
    const url = baseUrl(request, project);
    return reply
      .type('application/dicom+json')
      .send(jsonArrayStream(wado.allMetadata(project.id, params, url)));
  }

  async function openFrames(
    projectId: string,
    path: WadoPath,
  ): Promise<{ instance: StoredInstance; frames: Frames & { kind: 'frames' } }> {
    const instance = (await wado.first(projectId, path)) ?? missing();
    const frames = await wado.frames(instance);
    if (frames.kind === 'none') throw problem(resourceNotFound, { detail: frames.reason });
    return { instance, frames };
  }

  /** Stored bytes under their own media type, or decoded ones as octets, by what is accepted first. */
  function frameChoice(
    forms: readonly FrameForm[],
    stored: string,
  ): { form: FrameForm; isDecoded: boolean; contentType: string } | undefined {
    const isEncapsulated = transferSyntaxOf(stored)?.encapsulated ?? false;
    for (const form of forms) {
      const syntax = form.transferSyntax;
      const takesStored = syntax === '*' || syntax === stored;
      if (accepts(form.mediaType, 'application/octet-stream')) {
        if (!isEncapsulated || takesStored)
          return {
            form,
            isDecoded: false,
            contentType: `application/octet-stream;transfer-syntax=${stored}`,
          };
        if (syntax === undefined || syntax === explicitLittleEndian)
          return {
            form,
            isDecoded: true,
            contentType: `application/octet-stream;transfer-syntax=${explicitLittleEndian}`,
          };
      }
      const own = mediaTypeOfFrame(stored);
      if (isEncapsulated && accepts(form.mediaType, own) && (takesStored || syntax === undefined))
        return { form, isDecoded: false, contentType: `${own};transfer-syntax=${stored}` };
    }
    return undefined;
  }

  async function frames(web: WebRequest & { params: WadoPath & { frames: string } }) {
    const { request, reply, project, params } = web;
    const { instance, frames: stored } = await openFrames(project.id, params);
    const numbers = params.frames.split(',').map(Number);
    if (numbers.some((number) => number < 1 || number > stored.count))
      throw problem(resourceNotFound, { detail: `Frames go from 1 to ${stored.count}.` });
    const choice =
      frameChoice(frameForms(acceptHeader(request)), instance.transferSyntaxUid) ??
      refuse(
        `Frames are stored as ${instance.transferSyntaxUid}; ask for transfer-syntax=*, or for application/octet-stream to have them decoded.`,
      );
    const read = async (number: number): Promise<Uint8Array> => {
      if (!choice.isDecoded) return (await stored.read(number))?.bytes ?? missing();
      const decoded = await imaging.decodeFrame(instance, number);
      return decoded.kind === 'decoded' ? decoded.bytes : refuse(decoded.reason);
    };
    if (!choice.form.isMultipart && numbers.length > 1) refuse('Several frames come in multipart/related.');
    const first = await read(numbers[0] as number);
    await recordExport(web, params, 'frames');
    if (!choice.form.isMultipart) return reply.type(choice.contentType).send(Buffer.from(first));
    async function* parts(): AsyncGenerator<OutgoingPart> {
      for (const [index, number] of numbers.entries())
        yield { contentType: choice.contentType, body: index === 0 ? first : await read(number) };
    }
    return sendMultipart(reply, choice.contentType.split(';')[0] as string, parts());
  }

  async function rendered(
    kind: 'rendered' | 'thumbnail',
    web: WebRequest & {
      params: WadoPath & { frames?: string };
      query: { window?: string | undefined; viewport?: string | undefined };
    },
  ) {
    const { request, reply, project, params, query } = web;
    const ranges = acceptHeader(request);
    const format = (['jpeg', 'png', 'webp'] as const).find((name) =>
      ranges.some(({ type }) => accepts(type, `image/${name}`)),
    );
    if (format === undefined) refuse('Pictures come as image/jpeg, image/png or image/webp.');
    const instance = (await wado.first(project.id, params)) ?? missing();
    const window = pair(query.window?.split(',').slice(0, 2).join(','), 'window');
    const viewport = pair(query.viewport?.split(',').slice(0, 2).join(','), 'viewport');
    const picture = await imaging.renderFrame(instance, Number(params.frames?.split(',')[0] ?? '1'), {
      format,
      ...(window === undefined ? {} : { window: { center: window[0], width: window[1] } }),
      ...(kind === 'thumbnail' || viewport !== undefined
        ? { sizePx: viewport === undefined ? thumbnailPx : Math.max(...viewport) }
        : {}),
    });
    if (picture.kind === 'unsupported') throw problem(notRenderable, { detail: picture.reason });
    return reply.type(picture.contentType).send(Buffer.from(picture.bytes));
  }

  async function bulkData(web: WebRequest & { params: WadoPath & { '*': string } }) {
    const { request, reply, project, params } = web;
    const form =
      bulkDataForm(acceptHeader(request)) ??
      refuse('Bulk data come as application/octet-stream, alone or in multipart/related.');
    const instance = (await wado.first(project.id, params)) ?? missing();
    const value = (await wado.bulkData(instance, params['*'])) ?? missing();
    await recordExport(web, params, 'bulk-data');
    if (!form.isMultipart) return reply.type('application/octet-stream').send(bodyOf(value));
    async function* parts(): AsyncGenerator<OutgoingPart> {
      yield await Promise.resolve({ contentType: 'application/octet-stream', body: value as Uint8Array });
    }
    return sendMultipart(reply, 'application/octet-stream', parts());
  }

  async function store({ ctx, request, reply, project }: WebRequest) {
    const { study } = request.params as { study?: string };
    const contentType = request.headers['content-type'] ?? '';
    if (!bringsDicom(contentType))
      throw problem(unsupportedMediaType, {
        detail: 'Send DICOM files: application/dicom, or multipart/related; type="application/dicom".',
      });
    const { status, body } = await stow(
      ctx,
      project.id,
      request.raw,
      contentType,
      `${baseUrl(request, project)}/studies`,
      study,
    );
    return sendJson(reply, body, status);
  }

  return { search, retrieve, metadata, frames, rendered, bulkData, store };
}

function bodyOf(body: OutgoingPart['body']): Buffer | Readable {
  return body instanceof Uint8Array
    ? Buffer.from(body.buffer, body.byteOffset, body.byteLength)
    : Readable.from(body, { objectMode: false });
}

export type DicomwebHandlers = ReturnType<typeof createDicomwebHandlers>;
