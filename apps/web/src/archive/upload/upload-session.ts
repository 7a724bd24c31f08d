import { toastDone, toastProblem } from '../../shared/ui/notice.tsx';
import { bundlesOf } from './bundles.ts';
import type { IgnoredFile, PatientGroup } from './grouping.ts';
import { type Packer, startPacker } from './pack-bundle.ts';
import { createSender, finishUpload, openUpload, type Receipt } from './send-bundle.ts';
import { openTakenBefore } from './taken-before.ts';
import { createUploadEngine, type UploadEngine } from './upload-engine.ts';

/** What was chosen for an upload. */
export interface UploadOrder {
  readonly patients: PatientGroup[];
  readonly ignored: IgnoredFile[];
  /** Series that are not sent, by their keys. */
  readonly excluded: ReadonlySet<string>;
}

export interface UploadState {
  readonly starting: boolean;
  readonly order: UploadOrder | null;
  readonly engine: UploadEngine | null;
  readonly finished: boolean;
  readonly receipt: Receipt | null;
}

const idle: UploadState = { starting: false, order: null, engine: null, finished: false, receipt: null };
const wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** True until its receipt: something is on its way, waits, or failed. */
const isUnfinished = ({ engine, finished }: UploadState): boolean => engine !== null && !finished;

/** One upload into a project, and the memory of what arrived. It goes on while no page shows it. */
function createUploadSession(project: string, onChange: () => void) {
  const taken = openTakenBefore(window.localStorage, project);
  let state = idle;
  let uploadId: string | null = null;
  let packer: Packer | null = null;
  const change = (next: Partial<UploadState>) => {
    state = { ...state, ...next };
    onChange();
  };

  function engineOf({ patients, excluded }: UploadOrder, id: string): UploadEngine {
    packer = startPacker();
    const series = patients.flatMap((patient) => patient.exams.flatMap((exam) => exam.series));
    return createUploadEngine({
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
  }

  /** Asks for the receipt. */
  async function finish(): Promise<void> {
    change({ finished: true });
    if (uploadId === null) return;
    try {
      change({ receipt: await finishUpload(project, uploadId) });
    } catch (error) {
      toastProblem(error);
    }
  }

  function followed(engine: UploadEngine): void {
    engine.subscribe(() => {
      const { phase, series } = engine.progress();
      const isWhole = phase === 'finished' && series.every((one) => one.state === 'done');
      if (isWhole && !state.finished && state.engine === engine) {
        taken.forget();
        toastDone(`The upload into ${project} is finished.`);
        void finish();
      } else {
        onChange();
      }
    });
  }

  return {
    project,
    taken,
    state: () => state,
    finish,

    async start(order: UploadOrder): Promise<void> {
      change({ starting: true });
      try {
        ({ id: uploadId } = await openUpload(project));
        const engine = engineOf(order, uploadId);
        change({ order, engine });
        followed(engine);
        engine.start();
      } catch (error) {
        toastProblem(error);
      } finally {
        change({ starting: false });
      }
    },

    /** Ends what is on its way, and forgets it; what arrived stays where it is. */
    reset(): void {
      state.engine?.stop();
      packer?.close();
      packer = null;
      uploadId = null;
      taken.flush();
      change(idle);
    },
  };
}

export type UploadSession = ReturnType<typeof createUploadSession>;

/** The uploads of this tab by project. */
function createUploads() {
  const sessions = new Map<string, UploadSession>();
  const listeners = new Set<() => void>();
  let unfinished: readonly UploadSession[] = [];
  const changed = () => {
    const next = [...sessions.values()].filter((one) => isUnfinished(one.state()));
    if (next.length !== unfinished.length || next.some((one, at) => one !== unfinished[at]))
      unfinished = next;
    for (const listener of listeners) listener();
  };
  window.addEventListener('pagehide', () => {
    for (const { taken } of sessions.values()) taken.flush();
  });
  return {
    of(project: string): UploadSession {
      const known = sessions.get(project) ?? createUploadSession(project, changed);
      sessions.set(project, known);
      return known;
    },
    /** The same array until others are. */
    unfinished: () => unfinished,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** For who signs out: nobody goes on under another name. */
    end(): void {
      for (const session of sessions.values()) session.reset();
      sessions.clear();
      changed();
    },
  };
}

export const uploads = createUploads();
