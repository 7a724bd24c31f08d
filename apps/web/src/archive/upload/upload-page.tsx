import './upload.css';
import { IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useProject } from '../../projects/queries.ts';
import { Notice, ProblemNotice } from '../../shared/ui/notice.tsx';
import { PageHead } from '../../shared/ui/page.tsx';
import { CheckStep } from './check-step.tsx';
import { DropZone } from './drop-zone.tsx';
import { type IgnoredFile, ignoredCsv } from './grouping.ts';
import { ProgressStep } from './progress-step.tsx';
import { ReceiptStep } from './receipt-step.tsx';
import { useReading } from './use-reading.ts';
import { useUpload } from './use-upload.ts';

const steps = [
  ['Choose', 'Nothing leaves this computer yet'],
  ['Check', 'Patients, series, what is left out'],
  ['Upload', 'Can be paused and resumed'],
  ['Receipt', 'Then review in quarantine'],
] as const;

function Steps(props: { at: number }) {
  return (
    <ol className="steps" aria-label="Steps">
      {steps.map(([name, under], index) => {
        const state = index < props.at ? 'done' : index === props.at ? 'current' : 'ahead';
        return (
          <li key={name} data-state={state} aria-current={state === 'current' ? 'step' : undefined}>
            <span className="step-mark" aria-hidden>
              {state === 'done' ? <IconCheck size={16} /> : index + 1}
            </span>
            <span>
              <strong>{name}</strong>
              {state === 'done' ? <span className="visually-hidden"> (done)</span> : null}
              <br />
              <span className="dim">{under}</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function saveCsv(files: readonly IgnoredFile[]): void {
  const href = URL.createObjectURL(new Blob([ignoredCsv(files)], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = href;
  link.download = 'not-uploaded.csv';
  link.click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

/** Which of the four steps is shown. */
function stepOf(read: boolean, uploading: boolean, finished: boolean): number {
  if (finished) return 3;
  if (uploading) return 2;
  return read ? 1 : 0;
}

function Uploader() {
  const project = useProject();
  const { reading, read, clear } = useReading();
  const { session, progress, engine, order, starting, finished, receipt } = useUpload(project.key);
  const [excluded, setExcluded] = useState<ReadonlySet<string>>(new Set());
  const [takenCount, setTakenCount] = useState(() => session.taken.count());
  const at = stepOf(reading.state !== 'empty', engine !== null, finished);
  const exclude = (keys: string[], out: boolean) => {
    const next = new Set(excluded);
    for (const key of keys)
      if (out) next.add(key);
      else next.delete(key);
    setExcluded(next);
  };
  const again = () => {
    session.reset();
    clear();
    setExcluded(new Set());
    setTakenCount(session.taken.count());
  };
  return (
    <>
      <Steps at={at} />
      {at < 2 ? (
        <DropZone onChosen={(chosen) => void read(chosen)} disabled={reading.state === 'reading'} />
      ) : null}
      {reading.state === 'failed' ? <ProblemNotice error={reading.error} /> : null}
      {at === 1 ? (
        <CheckStep
          reading={reading}
          excluded={excluded}
          onExclude={exclude}
          takenBefore={takenCount}
          onForget={() => {
            session.taken.forget();
            setTakenCount(0);
          }}
          starting={starting}
          onStart={() =>
            void session.start({ patients: reading.patients, ignored: reading.ignored, excluded })
          }
          onClear={again}
          onIgnored={() => saveCsv(reading.ignored)}
        />
      ) : null}
      {at === 2 && progress !== null && engine !== null ? (
        <ProgressStep
          progress={progress}
          engine={engine}
          patients={order?.patients ?? []}
          onReceipt={() => void session.finish()}
        />
      ) : null}
      {at === 3 && progress !== null ? (
        <ReceiptStep
          project={project.key}
          progress={progress}
          receipt={receipt}
          ignored={order?.ignored ?? []}
          mayReview={project.permissions.includes('quarantine:review')}
          onCsv={() =>
            saveCsv([
              ...(order?.ignored ?? []),
              ...progress.notStored.map((one) => ({
                path: one.path,
                reason: `${one.outcome}: ${one.reason}`,
              })),
            ])
          }
          onAgain={again}
        />
      ) : null}
    </>
  );
}

/** Upload from this computer: choose, check, send, receipt. */
export function UploadPage() {
  const project = useProject();
  const may = project.permissions.includes('archive:import');
  return (
    <div className="page">
      <PageHead title="Upload" under={`Into ${project.name}`} />
      {may ? (
        <Uploader />
      ) : (
        <Notice tone="info" title="You may not send images into this project">
          Ask a project lead for the role importer.
        </Notice>
      )}
    </div>
  );
}
