import { main } from '../../src/main.ts';

// What bin/start.mjs runs, without building the web app first.
await main(process.argv.slice(2));
