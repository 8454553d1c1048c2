import { text } from 'node:stream/consumers';

const [command, ...words] = process.argv.slice(2);
const env = { ...process.env };

/** Of what `tipoff guard` ends with, hooks of agents take no other code for a refusal. */
const GUARD_REFUSES = 2;

/** What stands before every command of a shell does not wait for what the other commands load. */
if (command === 'guard') {
  process.on('uncaughtException', (error) => {
    process.stderr.write(`tipoff guard refuses this, because it failed: ${error.message}\n`);
    process.exit(GUARD_REFUSES);
  });
  const { runGuard } = await import('./bot/guard/run-guard.ts');
  process.exitCode = await runGuard({
    words,
    readInput: () => text(process.stdin),
    out: (said) => void process.stdout.write(said),
    err: (said) => void process.stderr.write(said),
    withoutLock: env['TIPOFF_WITHOUT_LOCK'],
    withDocuments: async (work) => (await import('./process/own-process.ts')).withDocuments(env, work),
    withLocalStore: async (work) => (await import('./process/own-process.ts')).withLocalApp(env, work),
  });
} else {
  const { runTipoff } = await import('./process/run-tipoff.ts');
  await runTipoff(env, process.argv.slice(2));
}
