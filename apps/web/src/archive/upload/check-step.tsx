import { Button } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconLock, IconUpload } from '@tabler/icons-react';
import { Fragment, useState } from 'react';
import { formatBytes, formatCount, formatNoun } from '../../shared/format.ts';
import { Notice } from '../../shared/ui/notice.tsx';
import { TableFrame } from '../../shared/ui/table-frame.tsx';
import { type PatientGroup, type SeriesGroup, totalsOf } from './grouping.ts';
import type { Reading } from './use-reading.ts';
import { whyEncrypted } from './zip-directory.ts';

interface CheckStepProps {
  reading: Reading;
  excluded: ReadonlySet<string>;
  onExclude: (keys: string[], out: boolean) => void;
  takenBefore: number;
  onForget: () => void;
  starting: boolean;
  onStart: () => void;
  onClear: () => void;
  onIgnored: () => void;
}

function seriesOf(patient: PatientGroup): SeriesGroup[] {
  return patient.exams.flatMap((exam) => exam.series);
}

function PatientRow(props: {
  patient: PatientGroup;
  step: CheckStepProps;
  open: boolean;
  onOpen: () => void;
}) {
  const { patient, step } = props;
  const series = seriesOf(patient);
  const keys = series.map((one) => one.key);
  const out = keys.filter((key) => step.excluded.has(key)).length;
  const totals = totalsOf([patient], () => true);
  return (
    <tr>
      <td style={{ width: 40 }}>
        <input
          type="checkbox"
          aria-label={`Upload ${patient.label}`}
          checked={out < keys.length}
          ref={(box) => {
            if (box !== null) box.indeterminate = out > 0 && out < keys.length;
          }}
          onChange={() => step.onExclude(keys, out < keys.length)}
        />
      </td>
      <th scope="row">
        <button type="button" className="text-button" aria-expanded={props.open} onClick={props.onOpen}>
          {props.open ? (
            <IconChevronDown size={15} aria-hidden />
          ) : (
            <IconChevronRight size={15} aria-hidden />
          )}
          {patient.label}
        </button>
      </th>
      <td className="right">{formatCount(totals.exams)}</td>
      <td className="right">{formatCount(totals.series)}</td>
      <td className="right">{formatCount(totals.images)}</td>
      <td className="right">{formatBytes(totals.sizeBytes)}</td>
    </tr>
  );
}

function SeriesRow(props: { series: SeriesGroup; step: CheckStepProps }) {
  const { series, step } = props;
  const name = series.description || 'no description';
  return (
    <tr className="upload-series-row">
      <td />
      <th scope="row" className="upload-indent">
        <label className="row">
          <input
            type="checkbox"
            checked={!step.excluded.has(series.key)}
            onChange={() => step.onExclude([series.key], !step.excluded.has(series.key))}
          />
          <span>
            {series.number ?? '–'} · {series.modality || '?'} · {name}
          </span>
        </label>
      </th>
      <td />
      <td />
      <td className="right">{formatCount(series.sources.length)}</td>
      <td className="right">{formatBytes(series.sizeBytes)}</td>
    </tr>
  );
}

function PatientTable(props: { step: CheckStepProps }) {
  const { step } = props;
  const { patients } = step.reading;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (key: string) => {
    const next = new Set(open);
    if (!next.delete(key)) next.add(key);
    setOpen(next);
  };
  return (
    <TableFrame label="Patients">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Upload</span>
            </th>
            <th scope="col">Patient on disk</th>
            <th scope="col" className="right">
              Exams
            </th>
            <th scope="col" className="right">
              Series
            </th>
            <th scope="col" className="right">
              Images
            </th>
            <th scope="col" className="right">
              Size
            </th>
          </tr>
        </thead>
        <tbody>
          {patients.map((patient) => (
            <Fragment key={patient.key}>
              <PatientRow
                patient={patient}
                step={step}
                open={open.has(patient.key)}
                onOpen={() => toggle(patient.key)}
              />
              {open.has(patient.key)
                ? seriesOf(patient).map((series) => (
                    <SeriesRow key={series.key} series={series} step={step} />
                  ))
                : null}
            </Fragment>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

/** How far the reading is, and what was found. */
export function ReadingPanel(props: { reading: Reading; onIgnored: () => void }) {
  const { reading } = props;
  const totals = totalsOf(reading.patients, () => true);
  const share = reading.foundFiles === 0 ? 0 : (reading.readFiles / reading.foundFiles) * 100;
  return (
    <section className="panel stack" style={{ gap: 8 }} aria-label="What was found">
      <div className="row" style={{ justifyContent: 'space-between' }}>
        <strong aria-live="polite">
          {formatCount(reading.readFiles)} of {formatNoun(reading.foundFiles, 'file')} read ·{' '}
          {formatNoun(totals.series, 'series')} · {formatNoun(totals.patients, 'patient')} ·{' '}
          {formatBytes(totals.sizeBytes)}
        </strong>
        <span className="dim">
          {reading.ignored.length > 0 ? (
            <button type="button" className="text-button" onClick={props.onIgnored}>
              {formatCount(reading.ignored.length)} ignored (list as CSV)
            </button>
          ) : (
            'none ignored'
          )}{' '}
          · {reading.seconds.toFixed(1)} s
        </span>
      </div>
      <div
        className="meter"
        role="progressbar"
        aria-label="Reading files"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share)}
      >
        <span style={{ width: `${share}%` }} />
      </div>
    </section>
  );
}

/** Files that cannot be read without a password; the list of what was left out alone would tell nobody. */
function EncryptedFiles({ ignored }: { ignored: Reading['ignored'] }) {
  const count = ignored.filter(({ reason }) => reason === whyEncrypted).length;
  if (count === 0) return null;
  return (
    <Notice tone="warn" title={`${formatNoun(count, 'file')} in a zip cannot be read: encrypted`}>
      Unpack the zip with its password, and add what was in it.
    </Notice>
  );
}

/** What would be sent, to be checked before anything leaves the computer. */
export function CheckStep(props: CheckStepProps) {
  const { reading, excluded } = props;
  const chosen = totalsOf(reading.patients, (series) => !excluded.has(series.key));
  const busy = reading.state === 'reading';
  return (
    <>
      <ReadingPanel reading={reading} onIgnored={props.onIgnored} />
      <EncryptedFiles ignored={reading.ignored} />
      <div className="notice" data-tone="good">
        <IconLock size={18} aria-hidden />
        <div className="grow">
          <strong>Nothing has left this computer yet</strong>
          On upload the server takes names, dates and identifiers out before anything is kept, and gives each
          patient the same research ID as last time. Everything then waits in quarantine for a reviewer.
        </div>
      </div>
      {props.takenBefore > 0 ? (
        <Notice
          tone="info"
          title={`${formatNoun(props.takenBefore, 'image')} reached the server in an earlier attempt`}
          actions={
            <button type="button" className="text-button" onClick={props.onForget}>
              send everything again
            </button>
          }
        >
          They are skipped now.
        </Notice>
      ) : null}
      {reading.patients.length > 0 ? <PatientTable step={props} /> : null}
      <div className="row">
        <Button
          leftSection={<IconUpload size={16} />}
          disabled={busy || chosen.series === 0}
          loading={props.starting}
          onClick={props.onStart}
        >
          Upload {formatNoun(chosen.series, 'series')}, {formatBytes(chosen.sizeBytes)}
        </Button>
        <Button variant="default" onClick={props.onClear}>
          Start over
        </Button>
        {busy ? <span className="dim">Still reading…</span> : null}
      </div>
    </>
  );
}
