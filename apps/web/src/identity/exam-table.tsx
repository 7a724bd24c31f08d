import { formatCount } from '../shared/format.ts';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { StudyDate } from '../shared/ui/when.tsx';

interface ExamLine {
  examId: string;
  studyDate: string | null;
  from: string;
  to?: string;
  series: number;
  instances: number;
  files: number;
}

/** Exams that a finding changes, with what hangs on each. */
export function ExamTable({ label, exams }: { label: string; exams: readonly ExamLine[] }) {
  const hasTarget = exams.some(({ to }) => to !== undefined);
  return (
    <TableFrame label={label}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Exam of</th>
            <th scope="col">{hasTarget ? 'From' : 'Subject'}</th>
            {hasTarget ? <th scope="col">To</th> : null}
            {['Series', 'Images', 'Files'].map((name) => (
              <th key={name} scope="col" className="right">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {exams.map((exam) => (
            <tr key={exam.examId}>
              <th scope="row">
                <StudyDate date={exam.studyDate} />
              </th>
              <td className="mono nowrap">{exam.from}</td>
              {hasTarget ? <td className="mono nowrap">{exam.to}</td> : null}
              {[exam.series, exam.instances, exam.files].map((count, at) => (
                <td key={at} className="right">
                  {formatCount(count)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
