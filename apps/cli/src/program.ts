import { Command } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { heldCommands, peerCommands, receiverCommands, routeCommands } from './commands/archive.ts';
import { auditCommands } from './commands/audit.ts';
import {
  examCommands,
  instanceCommands,
  searchCommand,
  seriesCommands,
  subjectCommands,
} from './commands/catalogue.ts';
import { crosswalkCommands } from './commands/crosswalk.ts';
import { ctpCommands } from './commands/ctp.ts';
import { classificationCommands, conflictCommands, conversionCommands } from './commands/derived.ts';
import { identityCommands } from './commands/identity.ts';
import { profileCommands } from './commands/profiles.ts';
import { memberCommands, projectCommands } from './commands/projects.ts';
import { quarantineCommands } from './commands/quarantine.ts';
import { rerunCommands } from './commands/rerun.ts';
import { sendCommand } from './commands/send.ts';
import { eventCommands, healthCommand, overviewCommand } from './commands/server.ts';
import { sessionCommands } from './commands/session.ts';
import { uploadCommand } from './commands/upload.ts';
import { tokenCommands, userCommands } from './commands/users.ts';
import type { Shell } from './shell.ts';

const help = `
Environment:
  PESSCARA_URL    the server (default http://127.0.0.1:8080)
  PESSCARA_TOKEN  an API token; without it, the one that \`pesscara login\` keeps

Exit status: 0 done, 1 failed, 2 wrong use.`;

// In the order of the help.
const commands: readonly ((program: Command, shell: Shell) => void)[] = [
  sessionCommands,
  healthCommand,
  overviewCommand,
  projectCommands,
  memberCommands,
  userCommands,
  tokenCommands,
  uploadCommand,
  sendCommand,
  quarantineCommands,
  seriesCommands,
  subjectCommands,
  examCommands,
  instanceCommands,
  conversionCommands,
  classificationCommands,
  conflictCommands,
  searchCommand,
  heldCommands,
  routeCommands,
  peerCommands,
  profileCommands,
  ctpCommands,
  crosswalkCommands,
  identityCommands,
  rerunCommands,
  receiverCommands,
  auditCommands,
  eventCommands,
];

/** The whole command line. Its reference, docs/reference/cli.md, is made from this. */
export function createProgram(shell: Shell): Command {
  const program = new Command('pesscara')
    .description('Works with a PESSCARA server: everything that its web app does, and more, from a shell.')
    .version(manifest.version)
    .addHelpText('after', help)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeOut: (text) => shell.write(text), writeErr: (text) => shell.writeError(text) });
  for (const addTo of commands) addTo(program, shell);
  return program;
}
