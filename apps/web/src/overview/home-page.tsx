import './overview.css';
import { Button } from '@mantine/core';
import { IconFolderPlus, IconPlus, IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useSession } from '../accounts/session.ts';
import type { HomeProject } from '../api/types.ts';
import { projectsQuery } from '../projects/queries.ts';
import { formatCount, formatNoun, formatShare } from '../shared/format.ts';
import { ProblemNotice } from '../shared/ui/notice.tsx';
import { EmptyState, PageHead, SkeletonRows } from '../shared/ui/page.tsx';
import { homeQuery } from './queries.ts';

function Progress(props: { subjects: number; expected: number | null }) {
  if (props.expected === null || props.expected === 0)
    return <div className="dim">{formatNoun(props.subjects, 'subject')}</div>;
  const share = Math.min(100, (props.subjects / props.expected) * 100);
  return (
    <div>
      <div className="row" style={{ justifyContent: 'space-between' }}>
        <span>
          {formatCount(props.subjects)} of {formatNoun(props.expected, 'subject')}
        </span>
        <span className="dim">{formatShare(props.subjects, props.expected)}</span>
      </div>
      <div className="bar" aria-hidden>
        <span style={{ width: `${share}%` }} />
      </div>
    </div>
  );
}

function ProjectCard(props: { project: HomeProject; irbNumber: string | null; expected: number | null }) {
  const { project } = props;
  return (
    <li className="panel project-card">
      <div>
        <h2>
          <Link to="/p/$project" params={{ project: project.key }} className="project-card-link">
            {project.name}
          </Link>
        </h2>
        <div className="dim ellipsis">
          {props.irbNumber === null ? '' : `IRB ${props.irbNumber} · `}
          {project.roles.length > 0 ? project.roles.join(', ') : 'no role of your own'}
        </div>
      </div>
      <Progress subjects={project.subjectCount} expected={props.expected} />
      <div className="dim">
        {formatNoun(project.seriesCount, 'series')} released
        {project.description === '' ? '' : ` · ${project.description}`}
      </div>
    </li>
  );
}

function Reviews(props: { projects: HomeProject[] }) {
  const waiting = props.projects.filter((project) => (project.openReviews ?? 0) > 0);
  return (
    <section className="panel" aria-labelledby="reviews">
      <h2 id="reviews">Waiting for your review</h2>
      {waiting.length === 0 ? (
        <p className="dim">Nothing waits for you. New arrivals appear here by themselves.</p>
      ) : (
        <ul className="plain-list">
          {waiting.map((project) => (
            <li key={project.key} className="row">
              <IconShieldCheck size={16} aria-hidden />
              <span className="grow ellipsis">
                <Link to="/p/$project/quarantine" params={{ project: project.key }}>
                  {formatNoun(project.openReviews ?? 0, 'series')} in {project.name}
                </Link>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function NoProjects(props: { mayCreate: boolean }) {
  return (
    <EmptyState
      icon={<IconFolderPlus size={36} aria-hidden />}
      title={props.mayCreate ? 'Create the first project' : 'You are in no project yet'}
      action={
        props.mayCreate ? (
          <Button component={Link} to="/projects/new" leftSection={<IconPlus size={16} />}>
            New project
          </Button>
        ) : null
      }
    >
      {props.mayCreate
        ? 'A project is one study: its people, its rules for de-identification and review, its subjects and images.'
        : 'Ask a project lead to add your user name to a project. It appears here at once.'}
    </EmptyState>
  );
}

/** My projects, and what waits for me in them. */
export function HomePage() {
  const home = useQuery(homeQuery);
  const list = useQuery(projectsQuery);
  const known = new Map(list.data?.items.map((project) => [project.key, project]));
  const session = useSession();
  const mayCreate = session.permissions.includes('projects:create');
  const projects = home.data?.projects ?? [];
  const newProject = (
    <Button component={Link} to="/projects/new" leftSection={<IconPlus size={16} />}>
      New project
    </Button>
  );
  return (
    <div className="page">
      <PageHead title="My projects" actions={mayCreate && projects.length > 0 ? newProject : null} />
      {home.isPending ? <SkeletonRows rows={5} height={40} /> : null}
      {home.isError ? <ProblemNotice error={home.error} retry={() => void home.refetch()} /> : null}
      {home.isSuccess && projects.length === 0 ? <NoProjects mayCreate={mayCreate} /> : null}
      {projects.length > 0 ? (
        <div className="home-layout">
          <ul className="project-cards">
            {projects.map((project) => (
              <ProjectCard
                key={project.key}
                project={project}
                irbNumber={known.get(project.key)?.irbNumber ?? null}
                expected={known.get(project.key)?.settings.expectedSubjects ?? null}
              />
            ))}
          </ul>
          <Reviews projects={projects} />
        </div>
      ) : null}
    </div>
  );
}
