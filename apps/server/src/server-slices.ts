import path from 'node:path';
import { createAccounts } from './accounts/index.ts';
import { createArchive, createOrphanBlobs } from './archive/index.ts';
import { createAudit, loadSigner } from './audit/index.ts';
import { createCatalogue } from './catalogue/index.ts';
import { createClassification } from './classification/index.ts';
import { chooseConverter, createConversion } from './conversion/index.ts';
import { createCuration } from './curation/index.ts';
import { createDefacing } from './defacing/index.ts';
import { createDeidentification, temporaryIdMatcher } from './deidentification/index.ts';
import { createDicomweb } from './dicomweb/index.ts';
import { createIdentity } from './identity/index.ts';
import { createImaging, createRenderPool, type Imaging } from './imaging/index.ts';
import type { Clock } from './kernel/clock/index.ts';
import { systemContext } from './kernel/context/index.ts';
import { createLeaks } from './leaks/index.ts';
import { createOverview } from './overview/index.ts';
import { createPixels, createTextReader } from './pixels/index.ts';
import { createProjects, type Projects } from './projects/index.ts';
import { createRerun } from './rerun/index.ts';
import type { Kernel } from './server-kernel.ts';
import { version } from './version.ts';

function renderPoolOf({ config, log }: Kernel) {
  return createRenderPool({
    log,
    ...(config.renderThreads > 0 ? { size: config.renderThreads } : {}),
    maxQueued: config.renderQueueLength,
    taskTimeoutMs: config.renderTimeoutMs,
  });
}

/** Who may do what, what there is, and how images come in. */
async function composeUpToArchive(kernel: Kernel) {
  const { config, folder, clock, log } = kernel;
  const signer = await loadSigner(folder.keys);
  const { auditCheckpointEntries: checkpointEntries, auditCheckpointIntervalMs: checkpointIntervalMs } =
    config;
  const audit = createAudit({ ...kernel, signer, checkpointEntries, checkpointIntervalMs });
  const publicHost = config.publicUrl === undefined ? undefined : new URL(config.publicUrl).host;
  const accounts = createAccounts({ ...kernel, audit, publicHost });
  const projects = createProjects({
    ...kernel,
    audit,
    accounts,
    isProfile: (id) => deidentification.profiles.isThere(id),
  });
  const findProjectId = async (keyOrId: string) => (await projects.findProject(keyOrId))?.id;
  const catalogue = createCatalogue({ ...kernel, audit, projects });
  const projectRules = rulesOf(projects, clock);
  const deidentification = createDeidentification({ ...kernel, audit, engineVersion: version, projectRules });
  const ctx = systemContext('receiver', log);
  const archive = createArchive({ ...kernel, audit, catalogue, deidentification, ctx, findProjectId });
  const orphanBlobs = createOrphanBlobs({ ...kernel, audit, ageMs: config.orphanBlobAgeMs });
  return {
    audit,
    accounts,
    projects,
    catalogue,
    deidentification,
    archive,
    orphanBlobs,
    publicHost,
    findProjectId,
  };
}

type LowerSlices = Awaited<ReturnType<typeof composeUpToArchive>>;

function composePixels(kernel: Kernel, lower: LowerSlices, imaging: Imaging) {
  const { log, config } = kernel;
  const { audit, archive, deidentification } = lower;
  const reader = createTextReader({ log, threads: config.textThreads, timeoutMs: config.textTimeoutMs });
  return createPixels({ ...kernel, audit, archive, imaging, deidentification, reader });
}

/** The slices above the archive: what looks at images, judges them, and turns them into something else. */
function composeAboveArchive(kernel: Kernel, lower: LowerSlices) {
  const { config, folder } = kernel;
  const { audit, accounts, projects, catalogue, deidentification, archive } = lower;
  const imaging = createImaging({ ...kernel, archive, pool: renderPoolOf(kernel) });
  const defacing = createDefacing({ ...kernel, audit, archive, imaging, deidentification, projects });
  const pixels = composePixels(kernel, lower, imaging);
  const dicomweb = createDicomweb({ ...kernel, audit, archive, imaging });
  const classifier = createClassification({ ...kernel, audit, archive, catalogue });
  const leaks = createLeaks({ ...kernel, audit, archive, deidentification, pixels });
  const conversion = createConversion({
    ...kernel,
    audit,
    archive,
    leaks,
    catalogue,
    chooseConverter: () => chooseConverter(config.converter, config.converterProgram),
    workDirectory: path.join(folder.root, 'scratch'),
  });
  const curation = createCuration({
    ...kernel,
    audit,
    archive,
    accounts,
    deidentification,
    imaging,
    defacing,
    leaks,
    projects,
    pixels,
  });
  const identity = createIdentity({
    ...kernel,
    audit,
    archive,
    catalogue,
    deidentification,
    pixels,
    projectPrefix: async (id) => (await projects.findProject(id))?.settings.subjectCodePrefix ?? '',
  });
  const rerun = createRerun({ ...kernel, audit, archive, catalogue, deidentification });
  const overview = createOverview({ ...kernel, projects, curation });
  return { imaging, pixels, dicomweb, classifier, leaks, conversion, curation, identity, rerun, overview };
}

/** Every slice, wired by hand in the order of slices.ts. Nothing listens and nothing runs yet. */
export async function composeSlices(kernel: Kernel) {
  const lower = await composeUpToArchive(kernel);
  return { ...lower, ...composeAboveArchive(kernel, lower) };
}

export type Slices = Awaited<ReturnType<typeof composeSlices>>;

/** What the receiver must know of a project, read at most every second. */
function rulesOf(projects: Projects, clock: Clock) {
  const keptMs = 1000;
  const known = new Map<string, { rules: Awaited<ReturnType<typeof read>>; until: number }>();
  async function read(projectId: string) {
    const project = await projects.findProject(projectId);
    if (project === undefined) return undefined;
    const { profileId, subjectCodePrefix, originals, temporaryIdPatterns } = project.settings;
    const isTemporaryId = temporaryIdMatcher(temporaryIdPatterns);
    return { profileId, subjectCodePrefix, keepsOriginals: originals !== 'none', isTemporaryId };
  }
  return async (projectId: string) => {
    const now = clock.now().getTime();
    const cached = known.get(projectId);
    if (cached !== undefined && cached.until > now) return cached.rules;
    const rules = await read(projectId);
    known.set(projectId, { rules, until: now + keptMs });
    return rules;
  };
}
