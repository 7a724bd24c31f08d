import { accountsSettings } from './accounts/index.ts';
import { archiveSettings } from './archive/index.ts';
import { auditSettings } from './audit/index.ts';
import { conversionSettings } from './conversion/index.ts';
import { curationSettings } from './curation/index.ts';
import { defacingSettings } from './defacing/index.ts';
import { deidentificationSettings } from './deidentification/index.ts';
import { identitySettings } from './identity/index.ts';
import { imagingSettings } from './imaging/index.ts';
import { type ConfigOf, readConfig } from './kernel/config/index.ts';
import { kernelSettings } from './kernel/kernel.config.ts';
import { leaksSettings } from './leaks/index.ts';
import { pixelsSettings } from './pixels/index.ts';

/** Every setting of the server, assembled from its parts. docs/reference/configuration.md is made from it. */
export const serverSettings = {
  ...kernelSettings,
  ...accountsSettings,
  ...auditSettings,
  ...archiveSettings,
  ...conversionSettings,
  ...curationSettings,
  ...defacingSettings,
  ...deidentificationSettings,
  ...identitySettings,
  ...imagingSettings,
  ...leaksSettings,
  ...pixelsSettings,
};

export type ServerConfig = ConfigOf<typeof serverSettings>;

/** Reads and checks the environment. @throws ConfigError */
export function readServerConfig(environment: NodeJS.ProcessEnv): ServerConfig {
  return readConfig(serverSettings, environment);
}
