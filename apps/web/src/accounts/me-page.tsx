import './accounts.css';
import { Button, PasswordInput, Radio, Switch, Tabs, useMantineColorScheme } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { setPreferences, usePreferences } from '../shared/preferences.ts';
import { Keys } from '../shared/ui/key-legend.tsx';
import { Notice, ProblemNotice, toastDone } from '../shared/ui/notice.tsx';
import { PageHead, Properties } from '../shared/ui/page.tsx';
import { When } from '../shared/ui/when.tsx';
import { type MeTab, meTabs } from './me-search.ts';
import { changePassword } from './queries.ts';
import { useSession } from './session.ts';
import { TokensPanel } from './tokens-panel.tsx';

const route = getRouteApi('/signed-in/me');
const tabNames: Record<MeTab, string> = {
  profile: 'Profile',
  password: 'Password',
  tokens: 'API tokens',
  appearance: 'Appearance',
  keys: 'Keyboard',
};

function ProfilePanel() {
  const { account, permissions } = useSession();
  return (
    <section className="panel">
      <Properties
        pairs={[
          ['User name', account.userName],
          ['Name', account.displayName],
          ['E-mail', account.email ?? 'none'],
          ['System roles', account.systemRoles.join(', ') || 'none'],
          ['System permissions', permissions.join(', ') || 'none'],
          ['Account made', <When key="made" iso={account.createdAt} />],
        ]}
      />
    </section>
  );
}

function PasswordPanel() {
  const { account } = useSession();
  const client = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const change = useMutation({
    mutationFn: () => changePassword({ currentPassword: current, newPassword: next }),
    onSuccess: async () => {
      toastDone('Password changed.');
      setCurrent('');
      setNext('');
      setAgain('');
      await client.invalidateQueries({ queryKey: ['session'] });
    },
  });
  const differs = again !== '' && again !== next;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!differs) change.mutate();
  };
  return (
    <form className="panel stack" onSubmit={submit}>
      {account.mustChangePassword ? (
        <Notice tone="warn" title="Choose your own password first">
          The one you signed in with was temporary.
        </Notice>
      ) : null}
      {change.isError ? <ProblemNotice error={change.error} /> : null}
      <input type="text" name="username" autoComplete="username" value={account.userName} readOnly hidden />
      <PasswordInput
        label="Current password"
        required
        autoComplete="current-password"
        value={current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
      />
      <PasswordInput
        label="New password"
        required
        autoComplete="new-password"
        value={next}
        onChange={(event) => setNext(event.currentTarget.value)}
      />
      <PasswordInput
        label="New password again"
        required
        autoComplete="new-password"
        value={again}
        error={differs ? 'The two are not the same.' : null}
        onChange={(event) => setAgain(event.currentTarget.value)}
      />
      <div>
        <Button
          type="submit"
          loading={change.isPending}
          disabled={current === '' || next === '' || again !== next}
        >
          Change password
        </Button>
      </div>
    </form>
  );
}

function AppearancePanel() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { density } = usePreferences();
  return (
    <section className="panel stack">
      <Radio.Group
        label="Colours"
        value={colorScheme}
        onChange={(value) => setColorScheme(value as 'light' | 'dark' | 'auto')}
      >
        <div className="row" style={{ gap: 20, marginTop: 6 }}>
          <Radio size="xs" value="light" label="Light" />
          <Radio size="xs" value="dark" label="Dark" />
          <Radio size="xs" value="auto" label="As the computer" />
        </div>
      </Radio.Group>
      <Switch
        label="Comfortable rows"
        description="Higher rows in lists."
        checked={density === 'comfortable'}
        onChange={(event) =>
          setPreferences({ density: event.currentTarget.checked ? 'comfortable' : 'dense' })
        }
      />
    </section>
  );
}

function KeysPanel() {
  const { singleKeys } = usePreferences();
  return (
    <section className="panel stack">
      <Switch
        label="Single-letter keys"
        description="Switch off when you dictate, or when keys are pressed by accident. Every key has a button as well."
        checked={singleKeys}
        onChange={(event) => setPreferences({ singleKeys: event.currentTarget.checked })}
      />
      <p className="dim">
        <Keys keys="?" /> lists the keys of any page, <Keys keys="Mod+K" /> searches and jumps.
      </p>
    </section>
  );
}

/** The signed-in person's own settings. */
export function MePage() {
  const { account } = useSession();
  const { tab = 'profile' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <div className="page page-narrow">
      <PageHead title="My account" under={account.displayName} />
      <Tabs value={tab} onChange={(next) => void navigate({ search: { tab: next as MeTab } })}>
        <Tabs.List>
          {meTabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {tabNames[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab} pt={12}>
          {tab === 'profile' ? <ProfilePanel /> : null}
          {tab === 'password' ? <PasswordPanel /> : null}
          {tab === 'tokens' ? <TokensPanel /> : null}
          {tab === 'appearance' ? <AppearancePanel /> : null}
          {tab === 'keys' ? <KeysPanel /> : null}
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}
