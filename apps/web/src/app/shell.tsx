import { useMediaQuery } from '@mantine/hooks';
import { Outlet, useLocation, useParams, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useSession } from '../accounts/session.ts';
import { useKeyActions } from '../shared/keys.ts';
import { setPreferences, usePreferences } from '../shared/preferences.ts';
import { Header } from './header.tsx';
import { useJumpKeys } from './jump-keys.ts';
import { useLiveEvents } from './live-events.ts';
import { Navigation } from './navigation.tsx';

const KeyHelp = lazy(() => import('./key-help.tsx'));
const CommandPalette = lazy(() => import('./command-palette.tsx'));

/** Tells a screen reader which page is shown now, and gives the next Tab a sensible start. */
function RouteAnnouncer() {
  const status = useRouterState({ select: (state) => `${state.status} ${state.location.pathname}` });
  const [text, setText] = useState('');
  useEffect(() => {
    if (!status.startsWith('idle')) return;
    const timer = setTimeout(() => setText(document.title), 200);
    return () => clearTimeout(timer);
  }, [status]);
  return (
    <div className="visually-hidden" role="status">
      {text}
    </div>
  );
}

/** Narrow windows show the navigation over the page; it closes when a page is chosen. */
function useNavigationDrawer(): [boolean, (open: boolean) => void] {
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  const shownFor = useRef(pathname);
  useEffect(() => {
    if (shownFor.current !== pathname) setOpen(false);
    shownFor.current = pathname;
  }, [pathname]);
  return [open, setOpen];
}

/** The frame around every signed-in page: header, navigation, main region. */
export function Shell() {
  const session = useSession();
  const { navigation, density } = usePreferences();
  const [drawer, setDrawer] = useNavigationDrawer();
  const [help, setHelp] = useState(false);
  const [palette, setPalette] = useState(false);
  const { project } = useParams({ strict: false }) as { project?: string };
  useLiveEvents();
  useJumpKeys(project);
  useKeyActions('Everywhere', [
    { keys: 'Mod+K', name: 'search or jump to', run: () => setPalette(true) },
    { keys: '?', name: 'all keys of this page', run: () => setHelp(true) },
  ]);
  useEffect(() => {
    document.documentElement.dataset['density'] = density;
  }, [density]);
  const narrow = useMediaQuery('(max-width: 899px)') ?? false;
  const toggleNavigation = () =>
    narrow ? setDrawer(!drawer) : setPreferences({ navigation: navigation === 'wide' ? 'icons' : 'wide' });
  return (
    <div className="shell" data-navigation={navigation} data-drawer={drawer}>
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <Header
        session={session}
        navigationOpen={narrow ? drawer : navigation === 'wide'}
        onToggleNavigation={toggleNavigation}
        onSearch={() => setPalette(true)}
        onHelp={() => setHelp(true)}
      />
      <Navigation session={session} project={project} />
      {drawer ? (
        <button
          type="button"
          className="shell-veil"
          aria-label="Close the navigation"
          onClick={() => setDrawer(false)}
        />
      ) : null}
      <main id="main" className="shell-main" tabIndex={-1}>
        <Outlet />
      </main>
      <RouteAnnouncer />
      <Suspense fallback={null}>
        {help ? <KeyHelp onClose={() => setHelp(false)} /> : null}
        {palette ? <CommandPalette project={project} onClose={() => setPalette(false)} /> : null}
      </Suspense>
    </div>
  );
}
