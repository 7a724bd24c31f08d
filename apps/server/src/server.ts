import { accountRoutes } from './accounts/index.ts';
import { archiveRoutes } from './archive/index.ts';
import { auditRoutes } from './audit/index.ts';
import { catalogueRoutes } from './catalogue/index.ts';
import { classificationRoutes } from './classification/index.ts';
import { conversionRoutes } from './conversion/index.ts';
import { curationRoutes } from './curation/index.ts';
import { deidentificationRoutes } from './deidentification/index.ts';
import { dicomwebRoutes } from './dicomweb/index.ts';
import { identityRoutes } from './identity/index.ts';
import { imagingRoutes } from './imaging/index.ts';
import { feedRoutes, metaRoutes } from './kernel/http/index.ts';
import { overviewRoutes } from './overview/index.ts';
import { projectRoutes } from './projects/index.ts';
import { rerunRoutes } from './rerun/index.ts';
import { type Kernel, type KernelOptions, openKernel } from './server-kernel.ts';
import { composeSlices, type Slices } from './server-slices.ts';
import { version } from './version.ts';

export interface ServerOptions extends KernelOptions {
  /** Where the DICOM receiver listens, for the page that tells it. */
  receiverAddress(): { aeTitle: string; host: string; port: number; tlsPort: number | null };
}

function registerRoutes(kernel: Kernel, slices: Slices, receiver: ServerOptions['receiverAddress']): void {
  const { http, config } = kernel;
  const all = { ...kernel, ...slices };
  http.setAuthenticator(slices.accounts.authenticate);
  http.setProjectResolver(slices.projects.resolveProject);
  http.setRefusalListener(async (ctx, refusal) => {
    const { projectKey } = refusal;
    const project = projectKey === undefined ? undefined : await slices.projects.findProject(projectKey);
    await slices.accounts.refusals.record(ctx, refusal, { projectId: project?.id });
  });
  auditRoutes(all);
  accountRoutes({ ...all, secure: config.publicUrl?.startsWith('https:') ?? false });
  projectRoutes(all);
  catalogueRoutes(all);
  deidentificationRoutes(all);
  archiveRoutes({ ...all, receiver });
  imagingRoutes(all);
  dicomwebRoutes(http, slices.dicomweb);
  classificationRoutes(all);
  conversionRoutes(all);
  curationRoutes(http, slices.curation);
  identityRoutes(http, slices.identity);
  rerunRoutes(http, slices.rerun);
  overviewRoutes(http, slices.overview);
  feedRoutes(all);
  metaRoutes(http, version, kernel.isReady);
}

/** The composition root: kernel, slices, routes. Nothing listens and nothing runs; the installation starts what its roles ask for. */
export async function createServer(options: ServerOptions) {
  const kernel = await openKernel(options);
  const slices = await composeSlices(kernel);
  kernel.events.sequencer.addTask(slices.audit.sequencerTask);
  registerRoutes(kernel, slices, options.receiverAddress);
  return {
    ...kernel,
    ...slices,
    async close(): Promise<void> {
      await kernel.http.app.close();
      await slices.accounts.refusals.settle();
      await slices.leaks.close();
      await slices.pixels.close();
      await slices.imaging.close();
      await kernel.close();
    },
  };
}

export type Server = Awaited<ReturnType<typeof createServer>>;
