import { main } from '../../src/main.ts';

// A test run that was killed, or whose file failed before its tests, stops nothing: a server whose parent is gone ends by itself.
process.stdin.once('close', () => process.kill(process.pid, 'SIGTERM'));
process.stdin.resume().unref();

// What bin/start.mjs runs, without building the web app first.
await main(process.argv.slice(2));
