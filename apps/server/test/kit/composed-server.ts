import { openDataFolder } from '../../src/kernel/data-folder/index.ts';
import { createLogger } from '../../src/kernel/log/index.ts';
import { createServer } from '../../src/server.ts';
import { readServerConfig } from '../../src/server-config.ts';
import { afterwards } from './afterwards.ts';
import { makeDatabase } from './database.ts';
import { temporaryFolder } from './server.ts';

/** The whole server composed in this process, with nothing listening: for tests that look at its parts. */
export async function composeServer(settings: Record<string, string> = {}) {
  const folder = await openDataFolder(temporaryFolder('composed'));
  const config = readServerConfig({
    PESSCARA_DATA_DIR: folder.root,
    PESSCARA_PASSWORD_MEMORY_KIB: '256',
    PESSCARA_SIGN_IN_ADDRESS_FAILURES: '100000',
    ...settings,
  });
  const receiver = { aeTitle: config.aeTitle, host: config.host, port: config.dicomPort, tlsPort: null };
  const server = await createServer({
    config,
    folder,
    databaseUrl: await makeDatabase(),
    log: createLogger('error'),
    slot: 'main',
    receiverAddress: () => receiver,
  });
  afterwards(() => server.close());
  return { ...server, folder };
}
