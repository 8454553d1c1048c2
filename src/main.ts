import { text } from 'node:stream/consumers';

// Stores, logs and exports may contain secrets, so only this user may read the files that this process creates.
process.umask(0o077);

const [command, ...words] = process.argv.slice(2);
const env = { ...process.env };

/** The only exit code that agent hooks treat as a refusal. */
const GUARD_REFUSES = 2;

// `tipoff guard` runs before every shell command of an agent, so it must not load the modules of the other commands.
if (command === 'guard') {
  process.on('uncaughtException', (error) => {
    process.stderr.write(`tipoff guard refuses this command, because the guard itself failed: ${error.message}\n`);
    process.exit(GUARD_REFUSES);
  });
  const { runGuard } = await import('./bot/guard/run-guard.ts');
  process.exitCode = await runGuard({
    words,
    readInput: () => text(process.stdin),
    out: (chunk) => void process.stdout.write(chunk),
    err: (chunk) => void process.stderr.write(chunk),
    withoutLock: env['TIPOFF_WITHOUT_LOCK'],
    withDocuments: async (work) => (await import('./process/command-process.ts')).withDocuments(env, work),
    withLocalStore: async (work) => (await import('./process/command-process.ts')).withLocalApp(env, work),
  });
} else {
  const { runTipoff } = await import('./process/run-tipoff.ts');
  await runTipoff(env, process.argv.slice(2));
}
