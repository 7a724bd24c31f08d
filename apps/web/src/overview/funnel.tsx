import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Overview, Project } from '../api/types.ts';
import { formatCount, formatNoun, formatShare } from '../shared/format.ts';

interface Step {
  name: string;
  count: number;
  of: number;
  under?: ReactNode;
  path?: string;
  search?: Record<string, string>;
}

function FunnelStep(props: { step: Step }) {
  const { step } = props;
  const body = (
    <>
      <span className="funnel-head">
        <span>{step.name}</span>
        <span className="dim">{formatShare(step.count, step.of)}</span>
      </span>
      <span className="funnel-number">{formatCount(step.count)}</span>
      <span className="bar" aria-hidden>
        <span style={{ width: step.of === 0 ? 0 : `${(step.count / step.of) * 100}%` }} />
      </span>
      {step.under === undefined ? null : <span className="dim">{step.under}</span>}
    </>
  );
  return (
    <li>
      {step.path === undefined ? (
        <div className="funnel-step">{body}</div>
      ) : (
        <Link className="funnel-step" to={step.path} search={(step.search ?? {}) as never}>
          {body}
        </Link>
      )}
    </li>
  );
}

/** How far the project's series are, each number a link to those series. */
export function Funnel(props: { funnel: Overview['funnel']; project: Project }) {
  const { funnel, project } = props;
  const base = `/p/${project.key}`;
  const mayReview = project.permissions.includes('quarantine:review');
  const mayRead = project.permissions.includes('archive:read');
  const browse = mayRead ? { path: `${base}/browse` } : {};
  const steps: Step[] = [
    { name: 'Received', count: funnel.received, of: funnel.received },
    {
      name: 'In quarantine',
      count: funnel.inQuarantine,
      of: funnel.received,
      under: funnel.rejected > 0 ? `${formatNoun(funnel.rejected, 'series')} rejected` : 'none rejected',
      ...(mayReview ? { path: `${base}/quarantine` } : {}),
    },
    { name: 'Released', count: funnel.released, of: funnel.received, ...browse },
    { name: 'Classified', count: funnel.classified, of: funnel.released, ...browse },
    {
      name: 'Converted to NIfTI',
      count: funnel.converted,
      of: funnel.released,
      ...browse,
      search: { conversion: 'converted' },
    },
  ];
  return (
    <section className="panel">
      <h2>Where the series are</h2>
      <ul className="funnel">
        {steps.map((step) => (
          <FunnelStep key={step.name} step={step} />
        ))}
      </ul>
    </section>
  );
}
