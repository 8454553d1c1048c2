import { parseArgs } from 'node:util';
import { soakKills } from './soak-kills.ts';
import { soakMemory } from './soak-memory.ts';

const MOMENTS = '1000';
const BATCHES = '1000';

/** `npm run soak [-- --moments 1000 --batches 1000]`. Exits with 1 at the first failure. */
const { values } = parseArgs({
  options: { moments: { type: 'string', default: MOMENTS }, batches: { type: 'string', default: BATCHES } },
});
const report = (line: string) => void process.stdout.write(`${line}\n`);
await soakMemory(Number(values.batches), report);
await soakKills(Number(values.moments), report);
