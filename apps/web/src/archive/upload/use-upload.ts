import { useSyncExternalStore } from 'react';
import type { UploadProgress } from './upload-engine.ts';
import { uploads } from './upload-session.ts';

const noSubscription = () => () => undefined;

/** The upload into a project, whether this page began it or was left and comes back to it. */
export function useUpload(project: string) {
  const session = uploads.of(project);
  const state = useSyncExternalStore(uploads.subscribe, session.state);
  const { engine } = state;
  const progress: UploadProgress | null = useSyncExternalStore(
    engine?.subscribe ?? noSubscription,
    () => engine?.progress() ?? null,
  );
  return { ...state, progress, session };
}
