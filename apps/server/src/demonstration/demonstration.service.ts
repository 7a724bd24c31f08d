import { access, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { centres } from '@pesscara/phantom';
import type { Archive } from '../archive/index.ts';
import { projectRoles } from '../kernel/access/index.ts';
import { type Context, systemContext } from '../kernel/context/index.ts';
import type { Logger } from '../kernel/log/index.ts';
import { ProblemError } from '../kernel/problems/index.ts';
import type { Projects } from '../projects/index.ts';
import type { SenderMessage, SenderOptions } from './sender-thread.ts';

export interface DemonstrationOptions {
  projects: Projects;
  archive: Archive;
  /** The data folder, which remembers that the studies were sent. */
  folder: { readonly root: string };
  log: Logger;
}

export interface Receiver {
  readonly aeTitle: string;
  readonly host: string;
  readonly port: number;
}

const projectKey = 'demo';
const administrator = 'admin';

/** The system acts with an administrator's rights: only such may name an honest broker. */
function demonstrationContext(log: Logger): Context {
  const ctx = systemContext('demonstration', log);
  return { ...ctx, actor: { ...ctx.actor, systemRoles: ['administrator'] } };
}

// Who may call as an invented centre: this machine, and no other.
function ownAddresses({ host }: Receiver): string[] {
  const loopback = ['127.0.0.0/8', '::1'];
  const isOne = isIP(host) !== 0 && host !== '0.0.0.0' && host !== '::';
  return isOne ? [...new Set([...loopback, host])] : loopback;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}

/** Fills a fresh installation with synthetic studies, which take the way of every study: over the network, into quarantine. */
export function createDemonstration({ projects, archive, folder, log }: DemonstrationOptions) {
  const marker = path.join(folder.root, 'demonstration.sent');
  let sender: Worker | undefined;

  async function ensureProject(ctx: Context): Promise<string> {
    const known = await projects.findProject(projectKey);
    if (known !== undefined) return known.id;
    const project = await projects.createProject(ctx, {
      key: projectKey,
      name: 'Demonstration',
      description: 'Synthetic studies of patients who do not exist. Look at Quarantine first.',
      settings: { subjectCodePrefix: 'DEMO', expectedSubjects: 9 },
    });
    return project.id;
  }

  async function ensureMember(ctx: Context, projectId: string): Promise<void> {
    try {
      await projects.setMember(ctx, projectId, administrator, Object.keys(projectRoles));
    } catch (error) {
      // An installation may have renamed its first administrator: whoever administers finds the project anyway.
      if (!(error instanceof ProblemError)) throw error;
      log.warn(
        { event: 'demonstration.noMember', problem: error.kind.name },
        'Nobody was made a member of the demonstration',
      );
    }
  }

  /** Each centre is a known sender with a route into the project; what is there already is left alone. */
  async function ensureSenders(ctx: Context, receiver: Receiver): Promise<void> {
    const peers = await archive.peers.list();
    for (const { callingAeTitle: callingAe, institutionName } of Object.values(centres))
      if (!peers.some((peer) => peer.callingAe === callingAe))
        await archive.peers.add(ctx, {
          callingAe,
          addresses: ownAddresses(receiver),
          certificateSha256: null,
          description: `Invented: ${institutionName}`,
          enabled: true,
        });
    const { version, routes } = await archive.routing.newest();
    const missing = Object.values(centres).filter(
      ({ callingAeTitle }) =>
        !routes.some((route) => route.project === projectKey && route.match.callingAe === callingAeTitle),
    );
    if (missing.length === 0) return;
    const added = missing.map(({ name, callingAeTitle: callingAe }) => ({
      name: `Demonstration: ${name}`,
      enabled: true,
      match: { callingAe },
      project: projectKey,
      profile: null,
      tags: ['demonstration'],
      centre: name,
    }));
    await archive.routing.save(ctx, version, [...routes, ...added]);
  }

  /** Sends from a thread of its own, which makes the pictures too: the web app must not wait for them. */
  function startSender(receiver: Receiver): void {
    const options: SenderOptions = { ...receiver };
    sender = new Worker(new URL('./sender-thread.ts', import.meta.url), { workerData: options });
    sender.on('message', (message: SenderMessage) => {
      if (message.kind === 'exam-sent')
        log.info({ event: 'demonstration.exam.sent', ...message.counts }, 'Demonstration: exam sent');
      else
        writeFile(marker, '').then(
          () =>
            log.info(
              { event: 'demonstration.sent', instances: message.instances },
              'Demonstration: all exams sent',
            ),
          (error: NodeJS.ErrnoException) =>
            log.warn(
              { event: 'demonstration.noMarker', code: error.code },
              'Demonstration: will be sent again at the next start',
            ),
        );
    });
    sender.on('error', (error) => {
      const { name, message } = error as Error;
      log.error(
        { event: 'demonstration.failed', error: { name, message } },
        'Demonstration: sending failed; start with --demo again',
      );
    });
    sender.once('exit', () => {
      sender = undefined;
    });
  }

  return {
    /** Makes what is missing of project, member, peers and routes, then sends the studies unless this data folder had them. */
    async start(receiver: Receiver): Promise<void> {
      const ctx = demonstrationContext(log);
      await ensureMember(ctx, await ensureProject(ctx));
      await ensureSenders(ctx, receiver);
      if (!(await exists(marker))) startSender(receiver);
    },
    async stop(): Promise<void> {
      await sender?.terminate();
    },
  };
}

export type Demonstration = ReturnType<typeof createDemonstration>;
