import pg from 'pg';
import type { Json } from './api.ts';
import type { TestServer } from './server.ts';

/** What the database knows of one series of a project, whoever may see it: its first instance, case, exam and subject. */
export interface ArchivedSeries {
  subject: string;
  subjectCode: string;
  exam: string;
  series: string;
  instance: string;
  intake: string;
  case: string;
  studyInstanceUid: string;
  seriesInstanceUid: string;
  sopInstanceUid: string;
  seriesDescription: string;
}

/** Asks the server's database as its owner. */
export async function query<Row extends object>(
  server: Pick<TestServer, 'databaseUrl'>,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: server.databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** Every series of a project with what hangs together around it, released or not. */
export function archivedSeries(server: TestServer, project: string): Promise<ArchivedSeries[]> {
  return query<ArchivedSeries>(
    server,
    `select distinct on (s.id) s.subject_id as subject, s.subject_code as "subjectCode", s.exam_id as exam, s.id as series, i.id as instance,
       i.intake_id as intake, c.id as "case", s.study_instance_uid as "studyInstanceUid", s.series_instance_uid as "seriesInstanceUid",
       i.sop_instance_uid as "sopInstanceUid", s.series_description as "seriesDescription"
     from catalogue.series s
     join projects.project p on p.id = s.project_id
     join archive.instance i on i.series_id = s.id
     left join curation.quarantine_case c on c.series_id = s.id
     where p.key = $1 order by s.id, i.instance_number`,
    [project],
  );
}

/** An operation of the API, from its OpenAPI document. */
export interface Operation {
  method: string;
  path: string;
  operationId: string;
}

export async function operations(server: TestServer): Promise<Operation[]> {
  const { body } = await server.api('GET', '/openapi.json');
  return Object.entries(body['paths'] as Record<string, Record<string, Json>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operationId: String(operation['operationId']),
    })),
  );
}

const nobody = '01890000-0000-7000-8000-000000000000';

/** The address of an operation on a series of a project: its parameters are filled with what belongs to that series. */
export function addressOf(
  operation: Pick<Operation, 'path'>,
  project: string,
  target: ArchivedSeries,
): string {
  const byNoun: Record<string, string> = {
    subjects: target.subject,
    exams: target.exam,
    series: target.series,
    instances: target.instance,
    conflicts: target.instance,
    quarantine: target.case,
  };
  const isDicomweb = operation.path.startsWith('/dicom-web/');
  const byName: Record<string, string> = {
    project,
    case: target.case,
    study: target.studyInstanceUid,
    series: target.seriesInstanceUid,
    instance: isDicomweb ? target.sopInstanceUid : target.instance,
    frame: '1',
    frames: '1',
    plane: 'axial',
    picture: 'face',
    moment: 'before',
    index: '0',
  };
  const segments = operation.path.split('/');
  const filled = segments.map((segment, at) => {
    if (segment === '*') return '7FE00010';
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name === undefined) return segment;
    return name === 'id' ? (byNoun[segments[at - 1] ?? ''] ?? nobody) : (byName[name] ?? nobody);
  });
  return filled.join('/');
}
