import { IconUpload } from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import { useEffect, useSyncExternalStore } from 'react';
import { type UploadSession, uploads } from './upload-session.ts';
import { useUpload } from './use-upload.ts';

const words = {
  running: 'Uploading',
  pausing: 'Upload paused at',
  paused: 'Upload paused at',
  // Something failed: what arrives as a whole has its receipt, and is not shown.
  finished: 'Upload stopped at',
} as const;

function RunningUpload({ session: { project } }: { session: UploadSession }) {
  const { progress } = useUpload(project);
  const { pathname } = useLocation();
  const path = `/p/${project}/upload`;
  if (progress === null || pathname === path) return null;
  const done = Math.floor((100 * progress.sentBytes) / Math.max(1, progress.totalBytes));
  return (
    <Link to={path} className="row nowrap" aria-label={`Upload into ${project}, ${done} %`}>
      <IconUpload size={16} aria-hidden /> {words[progress.phase]} {done} %
    </Link>
  );
}

/** Leads back to uploads that go on, or wait, while their page is left. They end with the session. */
export function RunningUploads() {
  const unfinished = useSyncExternalStore(uploads.subscribe, uploads.unfinished);
  useEffect(() => () => uploads.end(), []);
  const isAny = unfinished.length > 0;
  useEffect(() => {
    if (!isAny) return;
    // Closing the tab ends them, and cannot be taken back: the browser asks.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isAny]);
  return unfinished.map((session) => <RunningUpload key={session.project} session={session} />);
}
