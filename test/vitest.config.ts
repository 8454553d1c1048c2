import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const FAST = '{test,packages/*/test}/**/!(*.slow).test.ts';
const SLOW = '{test,packages/*/test}/**/*.slow.test.ts';
const root = new URL('..', import.meta.url).pathname;

/** `fast` runs in every check; `slow` needs emulators, child processes or real data. */
export default defineConfig({
  root,
  test: {
    maxWorkers: '100%',
    // Modules keep no state, so the files of a worker can share loaded modules. Otherwise loading them again would take most of the time.
    isolate: false,
    // A child process of a test spends half of its time compiling. This cache, which the commands also use, avoids that.
    env: { NODE_COMPILE_CACHE: `${root}node_modules/.cache/tipoff` },
    // These limits end a test that hangs. They are far longer than any test takes on a loaded machine.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    expect: { poll: { timeout: 300_000 } },
    coverage: { include: ['src/**', 'packages/*/src/**'] },
    projects: [
      { extends: true, test: { name: 'fast', include: [FAST] } },
      {
        extends: true,
        test: {
          name: 'slow',
          include: [SLOW],
          // More workers than cores, because many slow tests wait for a process, an emulator or a disk. Vitest accepts no percentage above 100.
          maxWorkers: availableParallelism() + 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
