import { Tooltip } from '@mantine/core';
import {
  IconAlertTriangle,
  IconAntenna,
  IconArrowsJoin,
  IconDatabase,
  IconEyeOff,
  IconHistory,
  IconHome,
  IconInbox,
  IconKey,
  IconLayoutDashboard,
  IconListCheck,
  IconPlugConnected,
  IconRefresh,
  IconRoute,
  IconSettings,
  IconShieldCheck,
  IconTable,
  IconUpload,
  IconUsers,
  IconUsersGroup,
  IconVersions,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Project, Session } from '../api/types.ts';
import { conflictsQuery, receiversQuery } from '../archive/queries.ts';
import { openReviewsQuery } from '../curation/queries.ts';
import { projectQuery } from '../projects/queries.ts';
import { formatCount } from '../shared/format.ts';
import { usePreferences } from '../shared/preferences.ts';

interface Item {
  path: string;
  label: string;
  icon: typeof IconHome;
  badge?: number;
  /** Other paths that belong to this entry. */
  also?: string[];
  shown?: boolean;
}

function Entry(props: { item: Item; active: boolean }) {
  const { item } = props;
  const { navigation } = usePreferences();
  const Icon = item.icon;
  return (
    <li>
      <Tooltip label={item.label} position="right" disabled={navigation === 'wide'}>
        <Link
          to={item.path}
          className="navigation-entry"
          activeOptions={{ includeSearch: false, exact: true }}
          data-active={props.active}
          aria-current={props.active ? 'page' : undefined}
        >
          <Icon size={18} stroke={1.7} aria-hidden />
          <span className="navigation-label">{item.label}</span>
          {item.badge ? (
            <span className="navigation-badge">
              {formatCount(item.badge)}
              <span className="visually-hidden"> waiting</span>
            </span>
          ) : null}
        </Link>
      </Tooltip>
    </li>
  );
}

function Group(props: { title: string; items: Item[]; extra?: ReactNode }) {
  const { pathname } = useLocation();
  const path = pathname.replace(/(.)\/$/, '$1');
  const shown = props.items.filter((item) => item.shown !== false);
  const isActive = (item: Item) =>
    path === item.path || (item.also ?? []).some((start) => path.startsWith(start));
  if (shown.length === 0) return null;
  return (
    <div className="navigation-group">
      <h2 className="navigation-title">{props.title}</h2>
      <ul>
        {shown.map((item) => (
          <Entry key={item.path} item={item} active={isActive(item)} />
        ))}
      </ul>
    </div>
  );
}

function ProjectGroup(props: {
  project: string;
  openReviews: number | undefined;
  releasedFindings: number;
  mayRotateKeys: boolean;
}) {
  const { data } = useQuery(projectQuery(props.project));
  const may = (permission: Project['permissions'][number]) => data?.permissions.includes(permission) ?? false;
  const conflicts = useQuery({ ...conflictsQuery(props.project), enabled: may('quarantine:review') }).data
    ?.items.length;
  const base = `/p/${props.project}`;
  const reviews = props.openReviews === undefined ? {} : { badge: props.openReviews };
  return (
    <Group
      title="Project"
      items={[
        { path: base, label: 'Overview', icon: IconLayoutDashboard },
        {
          path: `${base}/browse`,
          label: 'Browse',
          icon: IconDatabase,
          also: [`${base}/series/`, `${base}/exams/`, `${base}/subjects/`],
          shown: may('archive:read'),
        },
        { path: `${base}/upload`, label: 'Upload', icon: IconUpload, shown: may('archive:import') },
        {
          path: `${base}/quarantine`,
          label: 'Quarantine',
          icon: IconShieldCheck,
          shown: may('quarantine:review'),
          ...reviews,
        },
        {
          path: `${base}/quarantine-values`,
          label: 'Values',
          icon: IconListCheck,
          shown: may('quarantine:review'),
        },
        {
          path: `${base}/released-findings`,
          label: 'Late findings',
          icon: IconAlertTriangle,
          shown: may('quarantine:review') && props.releasedFindings > 0,
          badge: props.releasedFindings,
        },
        {
          path: `${base}/conflicts`,
          label: 'Conflicts',
          icon: IconVersions,
          shown: may('quarantine:review'),
          ...(conflicts === undefined ? {} : { badge: conflicts }),
        },
        {
          path: `${base}/tables`,
          label: 'Clinical tables',
          icon: IconTable,
          shown: may('archive:read'),
        },
        {
          path: `${base}/crosswalk`,
          label: 'Crosswalk',
          icon: IconKey,
          shown: may('crosswalk:reveal') || props.mayRotateKeys,
        },
        {
          path: `${base}/identities`,
          label: 'Identities',
          icon: IconArrowsJoin,
          shown: may('identity:manage'),
        },
        { path: `${base}/members`, label: 'Members', icon: IconUsersGroup },
        { path: `${base}/settings`, label: 'Settings', icon: IconSettings },
        { path: `${base}/reruns`, label: 'Re-run', icon: IconRefresh, shown: may('project:manage') },
        {
          path: `${base}/audit`,
          label: 'Project audit',
          icon: IconHistory,
          shown: may('audit:read-project'),
        },
      ]}
    />
  );
}

/** The two groups of pages: of the open project, and of the whole installation. Only what the account may use is listed. */
export function Navigation(props: { session: Session; project: string | undefined }) {
  const may = (permission: Session['permissions'][number]) => props.session.permissions.includes(permission);
  const reviews = useQuery(openReviewsQuery);
  const receivers = useQuery({ ...receiversQuery, enabled: may('held:manage') });
  const held = receivers.data?.heldCount;
  const here = reviews.data?.items.find((item) => item.projectKey === props.project);
  return (
    <nav className="shell-navigation" aria-label="Pages">
      {props.project === undefined ? null : (
        <ProjectGroup
          project={props.project}
          openReviews={here?.open}
          releasedFindings={here?.releasedFindings ?? 0}
          mayRotateKeys={may('keys:manage')}
        />
      )}
      <Group
        title="Everywhere"
        items={[
          { path: '/', label: 'My projects', icon: IconHome, also: ['/projects/new'] },
          { path: '/receivers', label: 'Receivers', icon: IconAntenna },
          { path: '/admin/routes', label: 'Routes', icon: IconRoute, shown: may('routes:manage') },
          { path: '/admin/peers', label: 'Senders', icon: IconPlugConnected, shown: may('peers:manage') },
          {
            path: '/admin/held',
            label: 'Held',
            icon: IconInbox,
            shown: may('held:manage'),
            ...(held === undefined ? {} : { badge: held }),
          },
          {
            path: '/admin/profiles',
            label: 'De-identification',
            icon: IconEyeOff,
            also: ['/admin/profiles/ctp'],
          },
          { path: '/admin/users', label: 'Accounts', icon: IconUsers, shown: may('accounts:manage') },
          { path: '/admin/audit', label: 'Audit trail', icon: IconHistory, shown: may('audit:read') },
        ]}
      />
    </nav>
  );
}
