import { Button } from '@mantine/core';
import { IconDatabase, IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ExamSummary, SubjectRelation } from '../api/types.ts';
import { subjectFilesUrl } from '../archive/queries.ts';
import { History } from '../audit/history.tsx';
import { labelWords } from '../identity/child-labels.ts';
import { useProject } from '../projects/queries.ts';
import { download } from '../shared/download.tsx';
import { formatCount, formatNoun } from '../shared/format.ts';
import { ProblemNotice } from '../shared/ui/notice.tsx';
import { PageHead, SkeletonRows } from '../shared/ui/page.tsx';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { StudyDate, When } from '../shared/ui/when.tsx';
import { subjectQuery } from './queries.ts';

const route = getRouteApi('/signed-in/p/$project/subjects/$id');

function ExamTable(props: { project: string; exams: ExamSummary[] }) {
  return (
    <TableFrame label="Exams">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Exam date</th>
            <th scope="col">Exam</th>
            <th scope="col">Modalities</th>
            <th scope="col" className="right">
              Series
            </th>
            <th scope="col" className="right">
              Images
            </th>
          </tr>
        </thead>
        <tbody>
          {props.exams.map((exam) => (
            <tr key={exam.id}>
              <td>
                <StudyDate date={exam.studyDate} />
              </td>
              <th scope="row">
                <Link to="/p/$project/exams/$id" params={{ project: props.project, id: exam.id }}>
                  {exam.studyDescription ?? 'no description'}
                </Link>
              </th>
              <td>{exam.modalities.join(', ')}</td>
              <td className="right">{formatCount(exam.seriesCount)}</td>
              <td className="right">{formatCount(exam.instanceCount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

const relationWords = {
  mother: (called: string) => ({ before: `${called} of`, after: '' }),
  sibling: (called: string) => ({ before: 'Beside', after: `, ${called}` }),
  child: (called: string) => ({ before: 'Mother of', after: `, ${called}` }),
};

/** Mother and children, by their codes alone. */
function Relations(props: { project: string; relations: SubjectRelation[] }) {
  const { project, relations } = props;
  if (relations.length === 0) return null;
  return (
    <section className="panel">
      <h2>Relations</h2>
      <ul>
        {relations.map(({ kind, id, code, labels }) => {
          const { before, after } = relationWords[kind](labels.map(labelWords).join(', '));
          return (
            <li key={`${kind} ${code}`}>
              {before}{' '}
              {id === null ? (
                code
              ) : (
                <Link to="/p/$project/subjects/$id" params={{ project, id }}>
                  {code}
                </Link>
              )}
              {after}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** One subject with its exams. */
export function SubjectPage() {
  const project = useProject();
  const { id } = route.useParams();
  const subject = useQuery(subjectQuery(project.key, id));
  if (subject.isPending)
    return (
      <div className="page">
        <SkeletonRows />
      </div>
    );
  if (subject.isError)
    return (
      <div className="page page-narrow">
        <h1>This subject cannot be shown</h1>
        <ProblemNotice error={subject.error} retry={() => void subject.refetch()} />
      </div>
    );
  const { data } = subject;
  return (
    <div className="page">
      <PageHead
        title={data.code}
        under={
          <>
            {formatNoun(data.examCount, 'exam')} · {formatNoun(data.seriesCount, 'series')} ·{' '}
            {formatNoun(data.instanceCount, 'image')} · last release <When iso={data.lastReleasedAt} />
          </>
        }
        actions={
          <>
            <Button
              component={Link}
              to={`/p/${project.key}/browse?subject=${encodeURIComponent(data.code)}`}
              variant="default"
              leftSection={<IconDatabase size={16} />}
            >
              Browse its series
            </Button>
            <Button
              leftSection={<IconDownload size={16} />}
              onClick={() => void download(subjectFilesUrl(project.key, id), `${data.code}.zip`, null)}
            >
              Download DICOM
            </Button>
          </>
        }
      />
      <Relations project={project.key} relations={data.relations} />
      <ExamTable project={project.key} exams={data.exams} />
      <section className="panel">
        <h2>History</h2>
        <History project={project.key} level="subjects" id={id} />
      </section>
    </div>
  );
}
