import { Button } from '@mantine/core';
import { IconDownload, IconShieldCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { IngestOutcome } from '../../api/types.ts';
import { formatCount, formatNoun } from '../../shared/format.ts';
import { Notice } from '../../shared/ui/notice.tsx';
import { Properties } from '../../shared/ui/page.tsx';
import { When } from '../../shared/ui/when.tsx';
import type { IgnoredFile } from './grouping.ts';
import type { Receipt } from './send-bundle.ts';
import type { UploadProgress } from './upload-engine.ts';

const outcomeWords: Record<IngestOutcome, string> = {
  stored: 'New, now in quarantine',
  duplicate: 'Here already, not stored again',
  conflict: 'Same UID with other content, both kept',
  held: 'Held: could not be understood or routed',
  ignored: 'Ignored',
  refused: 'Refused',
};

function NotStored(props: { progress: UploadProgress }) {
  const { notStored } = props.progress;
  if (notStored.length === 0) return null;
  const reasons = new Map<string, number>();
  for (const one of notStored) {
    const reason = `${outcomeWords[one.outcome]}${one.reason === '' ? '' : `: ${one.reason}`}`;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return (
    <section className="panel">
      <h2>Not stored as usual</h2>
      <ul className="plain-list">
        {[...reasons].map(([reason, count]) => (
          <li key={reason} className="row">
            <span className="grow">{reason}</span>
            <span>{formatNoun(count, 'image')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The server's counts where its receipt is here, else what its answers added up to. */
function countsOf(receipt: Receipt | null, progress: UploadProgress): Partial<Record<IngestOutcome, number>> {
  if (receipt === null) return progress.counts;
  const { received, ...others } = receipt.counts;
  return { ...others, stored: received };
}

interface ReceiptStepProps {
  project: string;
  progress: UploadProgress;
  receipt: Receipt | null;
  ignored: IgnoredFile[];
  mayReview: boolean;
  onCsv: () => void;
  onAgain: () => void;
}

/** What became of everything that was chosen. */
export function ReceiptStep(props: ReceiptStepProps) {
  const { progress, receipt, ignored } = props;
  const counts = countsOf(receipt, progress);
  const failed = progress.series.filter((one) => one.state === 'failed').length;
  const left = ignored.length + progress.notStored.length;
  return (
    <>
      <Notice
        tone={failed > 0 ? 'warn' : 'good'}
        role="status"
        title={
          failed > 0
            ? `Done, but ${formatNoun(failed, 'series')} did not arrive`
            : 'Everything that was chosen arrived'
        }
      >
        {formatNoun(progress.series.length - failed, 'series')} sent.
        {failed > 0 ? ' Choose the same folder again to send the rest.' : ''}
      </Notice>
      <section className="panel">
        <h2>Receipt</h2>
        <Properties
          pairs={[
            ...(Object.keys(outcomeWords) as IngestOutcome[])
              .filter((outcome) => outcome === 'stored' || (counts[outcome] ?? 0) > 0)
              .map((outcome): [string, string] => [outcomeWords[outcome], formatCount(counts[outcome] ?? 0)]),
            ['Left out on this computer', formatCount(ignored.length)],
            ['Started', receipt === null ? null : <When key="started" iso={receipt.startedAt} />],
            ['Finished', receipt?.finishedAt ? <When key="finished" iso={receipt.finishedAt} /> : null],
          ]}
        />
      </section>
      <NotStored progress={progress} />
      <div className="row">
        {props.mayReview ? (
          <Button
            component={Link}
            to={`/p/${props.project}/quarantine`}
            leftSection={<IconShieldCheck size={16} />}
          >
            Go to the quarantine
          </Button>
        ) : null}
        {props.mayReview && receipt !== null ? (
          <Button
            component={Link}
            to={`/p/${props.project}/quarantine-values?upload=${receipt.id}`}
            variant="default"
          >
            Review its values
          </Button>
        ) : null}
        {left > 0 ? (
          <Button variant="default" leftSection={<IconDownload size={16} />} onClick={props.onCsv}>
            List of {formatNoun(left, 'file')} not stored (CSV)
          </Button>
        ) : null}
        <Button variant="default" onClick={props.onAgain}>
          Upload more
        </Button>
      </div>
    </>
  );
}
