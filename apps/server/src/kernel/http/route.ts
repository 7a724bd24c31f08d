import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { ProjectPermission, SystemPermission } from '../access/index.ts';
import type { Context } from '../context/index.ts';
import type { ProjectId } from '../ids/index.ts';
import type { ProblemKind } from '../problems/index.ts';

/** What a caller must hold. A project permission makes the route resolve `:project` and check the membership first. */
export type RoutePermission =
  | 'public'
  | 'signed-in'
  | { system: SystemPermission }
  | { project: ProjectPermission };

/** The project that a route's `:project` names, as the caller sees it. */
export interface RouteProject {
  readonly id: ProjectId;
  readonly key: string;
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly permissions: ReadonlySet<ProjectPermission>;
}

type Shape = z.ZodType;
type Output<S> = S extends z.ZodType ? z.output<S> : undefined;
type Input<S> = S extends z.ZodType ? z.input<S> : undefined;

export interface RouteSpec<
  Params extends Shape | undefined = Shape | undefined,
  Query extends Shape | undefined = Shape | undefined,
  Body extends Shape | undefined = Shape | undefined,
  Response extends Shape | undefined = Shape | undefined,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below /api/v1, unless it begins with /dicom-web. */
  readonly url: string;
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly permission: RoutePermission;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** The JSON answer; absent: no content, or `produces`. */
  readonly response?: Response;
  /** Status of success: 200 with a response, 204 without. */
  readonly status?: 200 | 201 | 202 | 204;
  /** Media types of an answer that the handler writes itself. */
  readonly produces?: readonly string[];
  /** Media types of a body that the handler reads as a stream from `request.raw`. */
  readonly consumes?: readonly string[];
  /** What it answers besides the problems that every route may. */
  readonly problems?: readonly ProblemKind[];
  /** A problem other than RFC 9457 is the standard's own (DICOMweb): left out of the JSON clients. */
  readonly standard?: 'dicomweb';
}

export interface RouteRequest<Params, Query, Body> {
  readonly ctx: Context;
  readonly params: Output<Params>;
  readonly query: Output<Query>;
  readonly body: Output<Body>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Routes with a project permission are handed the resolved project as well. */
export interface ProjectRouteRequest<Params, Query, Body> extends RouteRequest<Params, Query, Body> {
  readonly project: RouteProject;
}

export type RouteHandler<Permission, Params, Query, Body, Response> = (
  request: Permission extends { project: ProjectPermission }
    ? ProjectRouteRequest<Params, Query, Body>
    : RouteRequest<Params, Query, Body>,
) => Promise<Response extends z.ZodType ? Input<Response> : unknown>;
