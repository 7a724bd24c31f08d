import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { toastProblem } from '../../shared/ui/notice.tsx';
import { bundlesOf } from './bundles.ts';
import type { PatientGroup } from './grouping.ts';
import { type Packer, startPacker } from './pack-bundle.ts';
import { createSender, finishUpload, openUpload, type Receipt } from './send-bundle.ts';
import { openTakenBefore, type TakenBefore } from './taken-before.ts';
import { createUploadEngine, type UploadEngine, type UploadProgress } from './upload-engine.ts';

const wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
const noSubscription = () => () => undefined;

interface Sending {
  engine: UploadEngine;
  packer: Packer;
}

/** Starts the engine on what is chosen, keeps the memory of what was acknowledged, and gets the receipt. */
export function useUpload(project: string) {
  const [sending, setSending] = useState<Sending | null>(null);
  const engine = sending?.engine ?? null;
  const [starting, setStarting] = useState(false);
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  const [finished, setFinished] = useState(false);
  const uploadId = useRef<string | null>(null);
  const memory = useRef<TakenBefore | null>(null);
  memory.current ??= openTakenBefore(window.localStorage, project);
  const taken = memory.current;
  const progress: UploadProgress | null = useSyncExternalStore(
    engine?.subscribe ?? noSubscription,
    () => engine?.progress() ?? null,
  );
  useEffect(
    () => () => {
      sending?.engine.stop();
      sending?.packer.close();
    },
    [sending],
  );

  useEffect(() => {
    window.addEventListener('pagehide', taken.flush);
    return () => window.removeEventListener('pagehide', taken.flush);
  }, [taken]);

  const start = useCallback(
    async (patients: readonly PatientGroup[], excluded: ReadonlySet<string>) => {
      setStarting(true);
      try {
        const { id } = await openUpload(project);
        uploadId.current = id;
        const packer = startPacker();
        const series = patients.flatMap((patient) => patient.exams.flatMap((exam) => exam.series));
        const made = createUploadEngine({
          bundles: series
            .filter((one) => !excluded.has(one.key))
            .flatMap((one) => bundlesOf(one, (instance) => taken.has(instance))),
          send: createSender(project, id, packer),
          onAcknowledged: (bundle) => {
            taken.add(bundle.instances);
            taken.saveSoon();
          },
          nowMs: () => performance.now(),
          wait,
        });
        setSending({ engine: made, packer });
        made.start();
      } catch (error) {
        toastProblem(error);
      } finally {
        setStarting(false);
      }
    },
    [project, taken],
  );

  const finish = useCallback(async () => {
    setFinished(true);
    if (uploadId.current === null) return;
    try {
      setReceipt(await finishUpload(project, uploadId.current));
    } catch (error) {
      toastProblem(error);
    }
  }, [project]);

  const allDone = progress?.phase === 'finished' && progress.series.every((one) => one.state === 'done');
  useEffect(() => {
    if (!allDone || finished) return;
    taken.forget();
    void finish();
  }, [allDone, finished, finish, taken]);

  const reset = useCallback(() => {
    setSending(null);
    setReceipt(null);
    setFinished(false);
    uploadId.current = null;
  }, []);
  const active = progress !== null && progress.phase !== 'finished';
  return { engine, progress, starting, start, finish, finished, receipt, reset, taken, active };
}
