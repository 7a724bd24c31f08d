import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { readMeSearch } from '../accounts/me-search.ts';
import { sessionQuery } from '../accounts/queries.ts';
import { statusOf } from '../api/problem.ts';
import { readAuditSearch } from '../audit/search.ts';
import { readBrowseSearch } from '../catalogue/filters.ts';
import { readSeriesSearch } from '../catalogue/series-search.ts';
import { readReleasedSearch } from '../curation/released/released-queries.ts';
import { readQueueSearch } from '../curation/search.ts';
import { readValueSearch } from '../curation/values/value-search.ts';
import { readProfilesSearch } from '../deidentification/search.ts';
import { projectQuery } from '../projects/queries.ts';
import { readRerunSearch } from '../rerun/queries.ts';
import { parseSearch, stringifySearch, textOf } from '../shared/search-params.ts';
import { NotFound, PagePending, PageProblem, RootNotFound } from './fallbacks.tsx';
import { queryClient, whenSignedOut } from './query-client.ts';
import { Shell } from './shell.tsx';

const root = createRootRouteWithContext<object>()({
  component: Outlet,
  notFoundComponent: RootNotFound,
  errorComponent: PageProblem,
});

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (raw: Record<string, unknown>): { next?: string } => {
    const next = textOf(raw, 'next');
    return next === undefined ? {} : { next };
  },
  component: lazyRouteComponent(() => import('../accounts/login-page.tsx'), 'LoginPage'),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.query({ ...sessionQuery, staleTime: 'static' });
    } catch (error) {
      if (statusOf(error) === 401)
        throw redirect({ to: '/login', search: location.href === '/' ? {} : { next: location.href } });
      throw error;
    }
  },
  component: Shell,
});

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  component: lazyRouteComponent(() => import('../overview/home-page.tsx'), 'HomePage'),
});
const newProject = createRoute({
  getParentRoute: () => signedIn,
  path: '/projects/new',
  component: lazyRouteComponent(() => import('../projects/new-page.tsx'), 'NewProjectPage'),
});
const me = createRoute({
  getParentRoute: () => signedIn,
  path: '/me',
  validateSearch: readMeSearch,
  component: lazyRouteComponent(() => import('../accounts/me-page.tsx'), 'MePage'),
});
const receivers = createRoute({
  getParentRoute: () => signedIn,
  path: '/receivers',
  component: lazyRouteComponent(() => import('../archive/receivers-page.tsx'), 'ReceiversPage'),
});
const users = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/users',
  component: lazyRouteComponent(() => import('../accounts/users-page.tsx'), 'UsersPage'),
});
const routes = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/routes',
  component: lazyRouteComponent(() => import('../archive/routes-page.tsx'), 'RoutesPage'),
});
const peers = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/peers',
  component: lazyRouteComponent(() => import('../archive/peers-page.tsx'), 'PeersPage'),
});
const held = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/held',
  validateSearch: (raw: Record<string, unknown>): { reason?: string } => {
    const reason = textOf(raw, 'reason');
    return reason === undefined ? {} : { reason };
  },
  component: lazyRouteComponent(() => import('../archive/held-page.tsx'), 'HeldPage'),
});
const profiles = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/profiles',
  validateSearch: readProfilesSearch,
  component: lazyRouteComponent(() => import('../deidentification/profiles-page.tsx'), 'ProfilesPage'),
});
const ctpScripts = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/profiles/ctp',
  validateSearch: (raw: Record<string, unknown>): { profile?: string } => {
    const profile = textOf(raw, 'profile');
    return profile === undefined ? {} : { profile };
  },
  component: lazyRouteComponent(() => import('../deidentification/ctp-page.tsx'), 'CtpPage'),
});
const audit = createRoute({
  getParentRoute: () => signedIn,
  path: '/admin/audit',
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import('../audit/audit-page.tsx'), 'AuditPage'),
});

const project = createRoute({
  getParentRoute: () => signedIn,
  path: '/p/$project',
  loader: ({ params }) => queryClient.query({ ...projectQuery(params.project), staleTime: 'static' }),
  component: Outlet,
});
const overview = createRoute({
  getParentRoute: () => project,
  path: '/',
  component: lazyRouteComponent(() => import('../overview/overview-page.tsx'), 'OverviewPage'),
});
const browse = createRoute({
  getParentRoute: () => project,
  path: '/browse',
  validateSearch: readBrowseSearch,
  component: lazyRouteComponent(() => import('../catalogue/browse-page.tsx'), 'BrowsePage'),
});
const series = createRoute({
  getParentRoute: () => project,
  path: '/series/$id',
  validateSearch: readSeriesSearch,
  component: lazyRouteComponent(() => import('../catalogue/series-page.tsx'), 'SeriesPage'),
});
const exam = createRoute({
  getParentRoute: () => project,
  path: '/exams/$id',
  component: lazyRouteComponent(() => import('../catalogue/exam-page.tsx'), 'ExamPage'),
});
const subject = createRoute({
  getParentRoute: () => project,
  path: '/subjects/$id',
  component: lazyRouteComponent(() => import('../catalogue/subject-page.tsx'), 'SubjectPage'),
});
const upload = createRoute({
  getParentRoute: () => project,
  path: '/upload',
  component: lazyRouteComponent(() => import('../archive/upload/upload-page.tsx'), 'UploadPage'),
});
const quarantine = createRoute({
  getParentRoute: () => project,
  path: '/quarantine',
  validateSearch: readQueueSearch,
  component: lazyRouteComponent(() => import('../curation/quarantine-page.tsx'), 'QuarantinePage'),
});
const quarantineValues = createRoute({
  getParentRoute: () => project,
  path: '/quarantine-values',
  validateSearch: readValueSearch,
  component: lazyRouteComponent(() => import('../curation/values/values-page.tsx'), 'ValuesPage'),
});
const releasedFindings = createRoute({
  getParentRoute: () => project,
  path: '/released-findings',
  validateSearch: readReleasedSearch,
  component: lazyRouteComponent(
    () => import('../curation/released/released-page.tsx'),
    'ReleasedFindingsPage',
  ),
});
const conflicts = createRoute({
  getParentRoute: () => project,
  path: '/conflicts',
  component: lazyRouteComponent(() => import('../archive/conflicts-page.tsx'), 'ConflictsPage'),
});
const crosswalk = createRoute({
  getParentRoute: () => project,
  path: '/crosswalk',
  component: lazyRouteComponent(() => import('../identity/crosswalk-page.tsx'), 'CrosswalkPage'),
});
const identities = createRoute({
  getParentRoute: () => project,
  path: '/identities',
  component: lazyRouteComponent(() => import('../identity/identities-page.tsx'), 'IdentitiesPage'),
});
const tables = createRoute({
  getParentRoute: () => project,
  path: '/tables',
  component: lazyRouteComponent(() => import('../identity/tables-page.tsx'), 'TablesPage'),
});
const members = createRoute({
  getParentRoute: () => project,
  path: '/members',
  component: lazyRouteComponent(() => import('../projects/members-page.tsx'), 'MembersPage'),
});
const settings = createRoute({
  getParentRoute: () => project,
  path: '/settings',
  component: lazyRouteComponent(() => import('../projects/settings-page.tsx'), 'SettingsPage'),
});
const reruns = createRoute({
  getParentRoute: () => project,
  path: '/reruns',
  validateSearch: readRerunSearch,
  component: lazyRouteComponent(() => import('../rerun/rerun-page.tsx'), 'RerunPage'),
});
const projectAudit = createRoute({
  getParentRoute: () => project,
  path: '/audit',
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import('../audit/project-audit-page.tsx'), 'ProjectAuditPage'),
});

const routeTree = root.addChildren([
  login,
  signedIn.addChildren([
    home,
    newProject,
    me,
    receivers,
    users,
    routes,
    peers,
    held,
    profiles,
    ctpScripts,
    audit,
    project.addChildren([
      overview,
      browse,
      series,
      exam,
      subject,
      upload,
      quarantine,
      quarantineValues,
      releasedFindings,
      conflicts,
      tables,
      crosswalk,
      identities,
      members,
      settings,
      reruns,
      projectAudit,
    ]),
  ]),
]);

export const router = createRouter({
  routeTree,
  context: {},
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  defaultErrorComponent: PageProblem,
  defaultPendingComponent: PagePending,
  defaultNotFoundComponent: NotFound,
  defaultPendingMs: 150,
  scrollRestoration: true,
});

whenSignedOut(() => {
  const { pathname, href } = router.state.location;
  if (pathname === '/login') return;
  queryClient.removeQueries();
  void router.navigate({ to: '/login', search: { next: href } });
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
