import { Modal, Switch } from '@mantine/core';
import { useKeyScopes } from '../shared/keys.ts';
import { setPreferences, usePreferences } from '../shared/preferences.ts';
import { Keys } from '../shared/ui/key-legend.tsx';

/** Every key that works on this page. */
export default function KeyHelp(props: { onClose: () => void }) {
  const scopes = useKeyScopes().filter((scope) => scope.actions.length > 0);
  const { singleKeys } = usePreferences();
  return (
    <Modal opened onClose={props.onClose} title="Keyboard" size="lg">
      <div className="stack">
        <Switch
          label="Single-letter keys"
          description="Switch off when you dictate, or when keys are pressed by accident."
          checked={singleKeys}
          onChange={(event) => setPreferences({ singleKeys: event.currentTarget.checked })}
        />
        <div className="columns" style={{ gridTemplateColumns: 'repeat(auto-fit, minmax(230px, 1fr))' }}>
          {scopes.map((scope) => (
            <section key={scope.name}>
              <h3>{scope.name}</h3>
              <dl className="properties">
                {scope.actions.map((action) => (
                  <KeyRow key={action.keys} keys={action.keys} name={action.name} />
                ))}
              </dl>
            </section>
          ))}
        </div>
      </div>
    </Modal>
  );
}

function KeyRow(props: { keys: string; name: string }) {
  return (
    <>
      <dt>
        {props.keys.split('|').map((keys) => (
          <Keys key={keys} keys={keys} />
        ))}
      </dt>
      <dd style={{ textAlign: 'left' }}>{props.name}</dd>
    </>
  );
}
