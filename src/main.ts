import { runTipoff } from './run-tipoff.ts';

await runTipoff({ ...process.env }, process.argv.slice(2));
