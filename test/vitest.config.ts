import { defineConfig } from 'vitest/config';

const FAST = 'test/**/!(*.slow).test.ts';
const SLOW = 'test/**/*.slow.test.ts';

/** `fast` runs in every check; `slow` needs emulators, child processes or real data. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    // More workers than cores: many a slow test waits for a process, an emulator or a disk.
    maxWorkers: '150%',
    // No module keeps anything, so files can share the loaded modules of a worker: most of the time would go into loading them again.
    isolate: false,
    coverage: { include: ['src/**'] },
    projects: [
      { extends: true, test: { name: 'fast', include: [FAST] } },
      { extends: true, test: { name: 'slow', include: [SLOW], testTimeout: 60_000, hookTimeout: 60_000 } },
    ],
  },
});
