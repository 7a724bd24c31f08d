import { statusOf } from '../api/problem.ts';
import { ProblemNotice } from '../shared/ui/notice.tsx';

/** What stands in the way of a list that a typed code asks for: while one types, mostly that there is no such code. */
export function UnknownSubject({ error, retry }: { error: unknown; retry: () => void }) {
  if (statusOf(error) !== 404) return <ProblemNotice error={error} retry={retry} />;
  return <p className="dim">No subject has this code. Codes are written as elsewhere, capitals and all.</p>;
}
