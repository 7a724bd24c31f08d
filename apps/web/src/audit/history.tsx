import { useQuery } from '@tanstack/react-query';
import { type HistoryLevel, historyQuery } from '../catalogue/queries.ts';
import { ProblemNotice } from '../shared/ui/notice.tsx';
import { SkeletonRows } from '../shared/ui/page.tsx';
import { When } from '../shared/ui/when.tsx';
import { ChangeList } from './change-list.tsx';
import { typeWords } from './words.ts';

/** Everything that was done to one series, exam or subject. */
export function History(props: { project: string; level: HistoryLevel; id: string }) {
  const history = useQuery(historyQuery(props.project, props.level, props.id));
  if (history.isPending) return <SkeletonRows />;
  if (history.isError) return <ProblemNotice error={history.error} retry={() => void history.refetch()} />;
  if (history.data.items.length === 0) return <p className="dim">Nothing is recorded yet.</p>;
  return (
    <ol className="history">
      {history.data.items.map((entry) => (
        <li key={entry.id}>
          <div className="row" style={{ justifyContent: 'space-between' }}>
            <strong>{typeWords(entry.type)}</strong>
            <span className="dim">
              <When iso={entry.occurredAt} />
            </span>
          </div>
          <div className="dim">{entry.actor.name}</div>
          {entry.reason === null ? null : <div>“{entry.reason}”</div>}
          <ChangeList entry={entry} />
        </li>
      ))}
    </ol>
  );
}
