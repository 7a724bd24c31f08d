import './overview.css';
import { Button } from '@mantine/core';
import { IconDatabase, IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { FacetValue, Overview, Project } from '../api/types.ts';
import { useProject } from '../projects/queries.ts';
import { formatBytes, formatCount, formatNoun } from '../shared/format.ts';
import { type BarItem, Bars } from '../shared/ui/bars.tsx';
import { Notice, ProblemNotice } from '../shared/ui/notice.tsx';
import { EmptyState, PageHead, SkeletonRows } from '../shared/ui/page.tsx';
import { When } from '../shared/ui/when.tsx';
import { DayChart } from './day-chart.tsx';
import { Funnel } from './funnel.tsx';
import { overviewQuery } from './queries.ts';

type FacetName = 'modality' | 'weighting' | 'centre';

function FacetPanel(props: { title: string; name: FacetName; values: FacetValue[]; project: string }) {
  const items: BarItem[] = props.values.slice(0, 10).map(({ value, count }) => ({
    label: value,
    count,
    link: (content) => (
      <Link to="/p/$project/browse" params={{ project: props.project }} search={{ [props.name]: [value] }}>
        {content}
      </Link>
    ),
  }));
  return (
    <section className="panel">
      <h2>{props.title}</h2>
      <Bars items={items} empty="Nothing released yet." />
    </section>
  );
}

function Recent(props: { recent: Overview['recent']; project: string }) {
  return (
    <section className="panel">
      <h2>Released last</h2>
      {props.recent.length === 0 ? <p className="dim">Nothing was released yet.</p> : null}
      <ul className="plain-list">
        {props.recent.map((item) => (
          <li key={item.at + item.seriesId} className="row">
            <span className="dim nowrap">{item.subjectCode}</span>
            <span className="grow ellipsis">
              <Link to="/p/$project/series/$id" params={{ project: props.project, id: item.seriesId }}>
                {item.label}
              </Link>
            </span>
            <span className="dim">
              <When iso={item.at} ago />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function NothingYet(props: { project: Project }) {
  const mayImport = props.project.permissions.includes('archive:import');
  return (
    <section className="panel">
      <EmptyState
        icon={<IconUpload size={36} aria-hidden />}
        title="No images have arrived yet"
        action={
          <div className="row">
            {mayImport ? (
              <Button component={Link} to={`/p/${props.project.key}/upload`}>
                Upload a folder
              </Button>
            ) : null}
            <Button component={Link} to="/receivers" variant="default">
              How to send from a scanner or PACS
            </Button>
          </div>
        }
      >
        Everything that arrives loses its identity first and then waits in quarantine until a reviewer
        releases it.
      </EmptyState>
    </section>
  );
}

function subtitle(project: Project, overview: Overview | undefined): string {
  const parts = [project.irbNumber === null ? null : `IRB ${project.irbNumber}`];
  if (overview !== undefined) {
    const { counts } = overview;
    const expected = project.settings.expectedSubjects;
    parts.push(
      expected === null
        ? formatNoun(counts.subjects, 'subject')
        : `${formatCount(counts.subjects)} of ${formatNoun(expected, 'subject')} expected`,
      formatNoun(counts.exams, 'exam'),
      formatNoun(counts.series, 'series'),
      formatNoun(counts.instances, 'image'),
      formatBytes(counts.sizeBytes),
    );
  }
  return parts.filter(Boolean).join(' · ');
}

/** Something was found in what everybody sees: before anything else on the page. */
function ReleasedFindings(props: { project: Project; count: number | null }) {
  const { project, count } = props;
  if (count === null || count === 0) return null;
  return (
    <Notice
      tone="bad"
      title={`Something was found in ${formatNoun(count, 'series')} after the release`}
      actions={
        <Button component={Link} to={`/p/${project.key}/released-findings`} variant="default">
          Decide
        </Button>
      }
    >
      Their images were replaced and searched again. A reviewer decides whether they stay released.
    </Notice>
  );
}

function Numbers(props: { project: Project; overview: Overview }) {
  const { overview, project } = props;
  return (
    <>
      <ReleasedFindings project={project} count={overview.releasedFindings} />
      <Funnel funnel={overview.funnel} project={project} />
      <section className="panel">
        <h2>Series received per day</h2>
        <DayChart days={overview.receivedPerDay} today={new Date().toISOString().slice(0, 10)} />
      </section>
      <div className="columns">
        <FacetPanel title="By modality" name="modality" values={overview.byModality} project={project.key} />
        <FacetPanel
          title="By weighting"
          name="weighting"
          values={overview.byWeighting}
          project={project.key}
        />
        <FacetPanel title="By centre" name="centre" values={overview.byCentre} project={project.key} />
        <Recent recent={overview.recent} project={project.key} />
      </div>
    </>
  );
}

/** Where the project stands: what arrived, what waits, what is released. */
export function OverviewPage() {
  const project = useProject();
  const overview = useQuery(overviewQuery(project.key));
  const { data } = overview;
  return (
    <div className="page">
      <PageHead
        title={project.name}
        under={
          <>
            {subtitle(project, data)}
            {project.description === '' ? null : <div>{project.description}</div>}
          </>
        }
        actions={
          <>
            {project.permissions.includes('archive:import') ? (
              <Button
                component={Link}
                to={`/p/${project.key}/upload`}
                variant="default"
                leftSection={<IconUpload size={16} />}
              >
                Upload
              </Button>
            ) : null}
            <Button component={Link} to={`/p/${project.key}/browse`} leftSection={<IconDatabase size={16} />}>
              Browse
            </Button>
          </>
        }
      />
      {overview.isPending ? <SkeletonRows rows={8} height={28} /> : null}
      {overview.isError ? (
        <ProblemNotice error={overview.error} retry={() => void overview.refetch()} />
      ) : null}
      {data !== undefined && data.funnel.received === 0 ? <NothingYet project={project} /> : null}
      {data !== undefined && data.funnel.received > 0 ? <Numbers project={project} overview={data} /> : null}
    </div>
  );
}
