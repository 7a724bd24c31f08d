import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { toastUndo } from '../shared/toast-undo.tsx';
import { Notice, toastNotice } from '../shared/ui/notice.tsx';
import { When } from '../shared/ui/when.tsx';
import { type Unsaved, unsavedChanges } from '../shared/unsaved.ts';
import { sessionQuery } from './queries.ts';

interface Editing<Value> {
  /** What is edited, as a name of this browser’s store: `draft.neuro`. */
  place: string;
  /** The state that is saved: a version, an instant. */
  base: string;
  saved: Value;
  isSame: (one: Value, other: Value) => boolean;
}

/**
 * A value under a person’s hands. Until it is saved it is kept in this browser, so that leaving the page loses nothing and
 * nothing is asked; `notice` says when something was found again, and drops it.
 */
export function useUnsaved<Value>({ place, base, saved, isSame }: Editing<Value>) {
  const account = useQuery(sessionQuery).data?.account.id ?? '';
  const owner = `${account}.${place}`;
  const changes = unsavedChanges<Value>(window.localStorage, owner);
  const [found, setFound] = useState(() => changes.of(base));
  const [earlier, setEarlier] = useState(() => changes.ofOtherState(base));
  const [value, setValue] = useState(() => found?.value ?? saved);

  const dirty = !isSame(value, saved);
  useEffect(() => {
    const own = unsavedChanges<Value>(window.localStorage, owner);
    if (!dirty) own.forget(base);
    else if (!own.keep({ base, at: new Date().toISOString(), value }))
      toastNotice('This browser has no room to keep your changes. Save them before you leave.');
  }, [owner, base, value, dirty]);

  /** What is shown is saved, or given up. */
  const settle = () => {
    changes.forget(base);
    setFound(null);
  };
  const drop = (one: Unsaved<Value>, show: (again: Unsaved<Value> | null) => void) => {
    changes.forget(one.base);
    show(null);
    toastUndo('Your changes are dropped.', () => {
      changes.keep(one);
      show(one);
    });
  };
  const dropFound = (one: Unsaved<Value>) =>
    drop({ ...one, value }, (again) => {
      setFound(again);
      setValue(again?.value ?? saved);
    });
  const takeEarlier = (one: Unsaved<Value>) => {
    const shown = value;
    changes.forget(one.base);
    setEarlier(null);
    setValue(one.value);
    toastUndo('Your earlier changes are shown.', () => {
      changes.keep(one);
      setEarlier(one);
      setValue(shown);
    });
  };
  const notice = (
    <UnsavedNotice
      found={found}
      earlier={earlier}
      onDropFound={dropFound}
      onTakeEarlier={takeEarlier}
      onDropEarlier={(one) => drop(one, setEarlier)}
    />
  );
  return { value, change: setValue, settle, dirty, notice };
}

interface UnsavedNoticeProps<Value> {
  found: Unsaved<Value> | null;
  earlier: Unsaved<Value> | null;
  onDropFound: (one: Unsaved<Value>) => void;
  onTakeEarlier: (one: Unsaved<Value>) => void;
  onDropEarlier: (one: Unsaved<Value>) => void;
}

function UnsavedNotice<Value>(props: UnsavedNoticeProps<Value>) {
  const { found, earlier } = props;
  return (
    <>
      {found === null ? null : (
        <Notice
          tone="info"
          role="status"
          title="Your changes are still here, not saved yet"
          actions={
            <Button size="xs" variant="default" onClick={() => props.onDropFound(found)}>
              Drop them
            </Button>
          }
        >
          <p>
            From <When iso={found.at} />, kept in this browser.
          </p>
        </Notice>
      )}
      {earlier === null ? null : (
        <Notice
          tone="warn"
          role="status"
          title="It was saved by someone else after you changed it"
          actions={
            <>
              <Button size="xs" variant="default" onClick={() => props.onTakeEarlier(earlier)}>
                Take my changes
              </Button>
              <Button size="xs" variant="default" onClick={() => props.onDropEarlier(earlier)}>
                Drop them
              </Button>
            </>
          }
        >
          <p>
            What you see is what is saved. Your changes of <When iso={earlier.at} /> are kept in this browser;
            to take them replaces what you see.
          </p>
        </Notice>
      )}
    </>
  );
}
