import { ActionIcon, Menu, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import {
  IconKeyboard,
  IconLayoutSidebarLeftCollapse,
  IconLogout,
  IconMenu2,
  IconMoon,
  IconSearch,
  IconSun,
  IconUser,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { signOut } from '../accounts/queries.ts';
import type { Session } from '../api/types.ts';
import { RunningUploads } from '../archive/upload/running-uploads.tsx';
import { Logo } from '../shared/ui/brand.tsx';
import { toastProblem } from '../shared/ui/notice.tsx';
import { ProjectSwitcher } from './project-switcher.tsx';

function ThemeToggle() {
  const scheme = useComputedColorScheme('light');
  const { setColorScheme } = useMantineColorScheme();
  const next = scheme === 'dark' ? 'light' : 'dark';
  return (
    <Tooltip label={`Use the ${next} theme`}>
      <ActionIcon size={30} aria-label={`Use the ${next} theme`} onClick={() => setColorScheme(next)}>
        {scheme === 'dark' ? <IconSun size={18} /> : <IconMoon size={18} />}
      </ActionIcon>
    </Tooltip>
  );
}

/** The letters for an account: "Blair Ellis" → "BE". */
function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return ((words[0]?.[0] ?? '') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')).toUpperCase();
}

function UserMenu(props: { session: Session; onHelp: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { account } = props.session;
  const leave = async () => {
    try {
      await signOut();
    } catch (error) {
      toastProblem(error);
      return;
    }
    client.clear();
    await navigate({ to: '/login' });
  };
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <button type="button" className="user-button" aria-label={`Account of ${account.displayName}`}>
          {initials(account.displayName || account.userName)}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {account.displayName} · {account.userName}
        </Menu.Label>
        <Menu.Item leftSection={<IconUser size={16} />} component={Link} to="/me">
          My account
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={props.onHelp}>
          Keyboard
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void leave()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

interface HeaderProps {
  session: Session;
  navigationOpen: boolean;
  onToggleNavigation: () => void;
  onSearch: () => void;
  onHelp: () => void;
}

/** The bar at the top: navigation switch, project, search, theme, account. */
export function Header(props: HeaderProps) {
  return (
    <header className="shell-header">
      <ActionIcon
        size={30}
        onClick={props.onToggleNavigation}
        aria-label={props.navigationOpen ? 'Make the navigation small' : 'Show the navigation'}
        aria-expanded={props.navigationOpen}
      >
        {props.navigationOpen ? <IconLayoutSidebarLeftCollapse size={18} /> : <IconMenu2 size={18} />}
      </ActionIcon>
      <Link to="/" className="shell-brand" aria-label="PESSCARA, home">
        <Logo />
        <span className="shell-brand-name">PESSCARA</span>
      </Link>
      <ProjectSwitcher />
      <span className="grow" />
      <RunningUploads />
      <button type="button" className="search-button" onClick={props.onSearch} aria-label="Search or jump to">
        <IconSearch size={16} aria-hidden />
        <span className="search-button-text">Search or jump to…</span>
        <kbd className="search-button-text">Ctrl K</kbd>
      </button>
      <ThemeToggle />
      <UserMenu session={props.session} onHelp={props.onHelp} />
    </header>
  );
}
