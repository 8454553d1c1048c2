import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lockRef } from '#src/coordination/deploy-locks/lock-storage.ts';
import { personAt } from '#src/coordination/identity/actor.ts';
import { eventually } from '#test/eventually.ts';
import { aTarget, serving } from '../../../coordination/deploys/shown-target.ts';
import { ask } from '../../../operations/deploy/a-deploy.ts';
import { ANN, aDeployRun, BEN, sh } from './a-deploy-run.ts';

const MINUTE_MS = 60_000;

describe('a command that ends by itself', () => {
  it('runs under the lock, and its success is recorded, which releases the lock', async () => {
    const { run, worker, written, said } = await aDeployRun();
    const whileRunning = 'echo "$TIPOFF_DEPLOY_SERVICE $TIPOFF_DEPLOY_TOKEN $TIPOFF_DEPLOY_COMMIT" >> "$OUT"';
    expect(await run({ commit: 'abcdef1' }, ...sh(whileRunning))).toEqual({ type: 'ended', code: 0 });
    expect(await written()).toBe('worker 1 abcdef1\n');
    expect(await worker()).toMatchObject({ state: 'free', deploy: { state: 'succeeded', commit: 'abcdef1' } });
    expect(said).toEqual([
      expect.stringContaining('You hold the lock of worker until'),
      expect.stringContaining('The lock was released.'),
    ]);
  });

  it.each([
    ['an exit code', sh('exit 7'), 7],
    ['a signal', sh('kill -9 $$'), 137],
    ['a program that does not exist', ['no-such-program'], 127],
    ['a program that cannot be executed', ['/etc'], 126],
  ] as const)(
    'fails by %s: the code is passed on, and the failed deploy releases the lock',
    async (_, command, code) => {
      const { run, worker } = await aDeployRun();
      expect(await run({}, ...command)).toEqual({ type: 'ended', code });
      expect(await worker()).toMatchObject({ state: 'free', deploy: { state: 'failed' } });
    },
  );

  it('keeps a lock that the session had claimed before', async () => {
    const { app, run, worker } = await aDeployRun();
    await ask(app, ANN, ['deploy claim', { service: 'worker', reason: 'Two deploys' }]);
    expect(await run({}, 'true')).toEqual({ type: 'ended', code: 0 });
    expect(await worker()).toMatchObject({ state: 'held', deploy: { state: 'succeeded' } });
  });
});

describe('a run that cannot start', () => {
  it('is refused while another session holds the lock, and the command does not run', async () => {
    const { app, run, written } = await aDeployRun();
    await ask(app, BEN, ['deploy claim', { service: 'worker', reason: 'Fix the filter' }]);
    const end = await run({}, ...sh('echo ran >> "$OUT"'));
    expect(end).toMatchObject({
      type: 'refused',
      outcome: { code: 'lock_held', message: expect.stringContaining('ben') },
    });
    expect(await written()).toBe('');
  });

  it('is refused without a command', async () => {
    const { run } = await aDeployRun();
    await expect(run({})).rejects.toMatchObject({ code: 'bad_command_line' });
  });

  it('is refused while the store is unreachable, and names the bypass', async () => {
    const { run, failing, written } = await aDeployRun();
    failing.set('deploy start', 1);
    const end = await run({}, ...sh('echo ran >> "$OUT"'));
    expect(end).toMatchObject({
      outcome: { code: 'store_unreachable', message: expect.stringContaining('--without-lock') },
    });
    expect(await written()).toBe('');
  });

  it('bypasses the lock only with `--without-lock`, and leaves a record on this machine', async () => {
    const { app, run, failing, written } = await aDeployRun();
    failing.set('deploy start', 1);
    const end = await run(
      { without_lock: true, reason: 'Production is down' },
      ...sh('echo "$TIPOFF_WITHOUT_LOCK" >> "$OUT"'),
    );
    expect(end).toEqual({ type: 'ended', code: 0 });
    expect(await written()).toBe('Production is down\n');
    expect(await app.offlineLog.read()).toMatchObject([{ entry: { service: 'worker', reason: 'Production is down' } }]);
  });

  it('leaves a reachable store no room for a bypass', async () => {
    const { app, run } = await aDeployRun();
    await ask(app, BEN, ['deploy claim', { service: 'worker', reason: 'Fix the filter' }]);
    expect(await run({ without_lock: true }, 'true')).toMatchObject({ outcome: { code: 'lock_held' } });
    expect(await app.offlineLog.read()).toEqual([]);
  });
});

describe('RT-38: a command that removes environment variables', () => {
  const HAS = { serving: serving({ variables: [{ name: 'MODEL_PATH', from: 'value' }] }) };
  const REMOVES = ['gcloud', 'run', 'deploy', 'worker', '--clear-env-vars'] as const;

  it('is refused before anything happens, with the names and the way out', async () => {
    const { run, worker, said } = await aDeployRun({ target: aTarget(HAS.serving).target });
    expect(await run({}, ...REMOVES)).toMatchObject({
      type: 'refused',
      outcome: {
        code: 'variables_removed',
        message:
          '`gcloud run deploy worker` removes environment variables of worker: MODEL_PATH. `--clear-env-vars` removes variables. Leave out `--clear-env-vars`. To remove them on purpose, say why: `--drop-variables "why"`. Nothing was deployed.',
      },
    });
    expect(await worker()).toMatchObject({ state: 'free' });
    expect(said).toEqual([]);
  });

  it('is refused in a script that a shell runs, too', async () => {
    const { run } = await aDeployRun({ target: aTarget(HAS.serving).target });
    expect(await run({}, ...sh(REMOVES.join(' ')))).toMatchObject({ outcome: { code: 'variables_removed' } });
  });

  it('runs with a reason, which the deploy keeps', async () => {
    const { app, run } = await aDeployRun({ target: aTarget(HAS.serving).target });
    const command = `: ${REMOVES.join(' ')}`;
    expect(await run({ drop_variables: 'The old model is gone' }, ...sh(command))).toEqual({ type: 'ended', code: 0 });
    expect((await app.store.get(lockRef('worker')))?.data.deploy).toMatchObject({
      drop_variables: 'The old model is gone',
    });
  });

  it('inside a script that Tipoff cannot see is caught at the end', async () => {
    const { target, shown } = aTarget(HAS.serving);
    const { run, said } = await aDeployRun({
      target: {
        ...target,
        readServing: async () => {
          const before = shown.serving;
          shown.serving = serving({ variables: [] });
          return before;
        },
      },
    });
    expect(await run({}, 'true')).toEqual({ type: 'ended', code: 6 });
    expect(said.at(-1)).toContain(
      '⚠ worker had environment variables at the start of the deploy that it lacks now: MODEL_PATH.',
    );
  });
});

describe('the verification', () => {
  it('fails with a code of its own if the command of --verify fails, and the deploy counts as failed', async () => {
    const { run, worker, said } = await aDeployRun();
    expect(await run({ verify: 'exit 9' }, 'true')).toEqual({ type: 'ended', code: 6 });
    expect(await worker()).toMatchObject({ state: 'free', deploy: { state: 'failed' } });
    expect(said.join(' ')).toContain('The command of `--verify` exited with 9.');
  });

  it('does not begin after a failed command', async () => {
    const { run, written } = await aDeployRun();
    expect(await run({ verify: 'echo verified >> "$OUT"' }, 'false')).toEqual({ type: 'ended', code: 1 });
    expect(await written()).toBe('');
  });

  it('waits until the address is ready, and then runs the command of --verify', async () => {
    const url = await anAddress([503, 503, 204]);
    const { run, written, pauses } = await aDeployRun();
    const end = run({ ready: url, verify: 'echo verified >> "$OUT"' }, 'true');
    for (const seen of [1, 2]) (await eventually(() => readyPause(pauses, seen))).end();
    expect(await end).toEqual({ type: 'ended', code: 0 });
    expect(await written()).toBe('verified\n');
  });

  it('knows the address of the service from the services file', async () => {
    const ready_url = await anAddress([503, 200]);
    const serviceMap = new Map([['worker', { predicts: true, ready_url }]]);
    const { run, pauses } = await aDeployRun({ serviceMap });
    const end = run({}, 'true');
    (await eventually(() => readyPause(pauses, 1))).end();
    expect(await end).toEqual({ type: 'ended', code: 0 });
  });

  it('catches a deploy that claims one commit and serves another', async () => {
    const { app, run, worker, said } = await aDeployRun();
    const served = [{ revision: 'worker-42', commit: 'bbbbbbb', percent: 100 }];
    const value = { serving: served, rollout: 'settled', evidence: 'observed', url: null } as const;
    Object.assign(app, { target: { ...app.target, readServing: async () => ({ type: 'known', value }) } });
    expect(await run({ commit: 'aaaaaaa' }, 'true')).toEqual({ type: 'ended', code: 6 });
    expect(said.at(-1)).toContain('worker does not serve the claimed commit');
    expect(await worker()).toMatchObject({ state: 'free' });
  });

  it('gives up after two minutes', async () => {
    const url = await anAddress([500]);
    const { run, clock, pauses, said } = await aDeployRun();
    const end = run({ ready: url }, 'true');
    const pause = await eventually(() => readyPause(pauses, 1));
    clock.ms = 2 * MINUTE_MS;
    pause.end();
    expect(await end).toEqual({ type: 'ended', code: 6 });
    expect(said.join(' ')).toContain(`${url} was not ready within two minutes: it answered with 500.`);
  });

  it('says why no connection is possible', async () => {
    const { run, clock, pauses, said } = await aDeployRun();
    const end = run({ ready: 'http://127.0.0.1:1/ready' }, 'true');
    const pause = await eventually(() => readyPause(pauses, 1));
    clock.ms = 2 * MINUTE_MS;
    pause.end();
    expect(await end).toEqual({ type: 'ended', code: 6 });
    expect(said.join(' ')).toMatch(/was not ready within two minutes: .*(ECONNREFUSED|bad port)/);
  });
});

describe('a run that waits for the lock', () => {
  const HOLDS = { service: 'worker', reason: 'Fix the filter' };

  async function aWaitingRun(wait = '30m') {
    const deployRun = await aDeployRun();
    await ask(deployRun.app, BEN, ['deploy claim', HOLDS]);
    const end = deployRun.run({ wait }, ...sh('echo ran >> "$OUT"'));
    await eventually(() => expect(deployRun.pauses).toHaveLength(1));
    return { ...deployRun, end, queue: async () => await queueOf(deployRun.app) };
  }

  async function queueOf(app: Parameters<typeof ask>[0]) {
    const { data } = await ask(app, BEN, ['deploy status', { service: 'worker' }]);
    return (data as { locks: readonly { queue?: readonly string[] }[] }).locks[0]?.queue ?? [];
  }

  it('shows its place, and deploys when the lock is released', async () => {
    const { app, end, said, pauses, written, worker } = await aWaitingRun();
    expect(said).toEqual(['Waiting for the lock of worker as number 1 in its queue. Ctrl-C leaves the queue.']);
    pauses[0]?.end();
    await eventually(() => expect(pauses).toHaveLength(2));
    expect(said).toHaveLength(1);
    await ask(app, BEN, ['deploy release', { service: 'worker' }]);
    pauses[1]?.end();
    expect(await end).toEqual({ type: 'ended', code: 0 });
    expect(await written()).toBe('ran\n');
    expect(await worker()).toMatchObject({ state: 'free', deploy: { state: 'succeeded' } });
  });

  it('says who is before it', async () => {
    const { app, run, pauses, said } = await aDeployRun();
    await ask(app, BEN, ['deploy claim', HOLDS]);
    await ask(app, personAt('slack', { name: 'cem', id: 'U0CEM' }), ['deploy join', HOLDS]);
    void run({ wait: '30m' }, 'true');
    await eventually(() => expect(pauses).toHaveLength(1));
    expect(said[0]).toContain('as number 2 in its queue. Before you: cem.');
  });

  it('leaves the queue at a signal, and does not deploy', async () => {
    const { end, send, queue, said, written } = await aWaitingRun();
    expect(await queue()).toHaveLength(1);
    send('SIGINT');
    expect(await end).toEqual({ type: 'ended', code: 130 });
    expect(await queue()).toHaveLength(0);
    expect(said.slice(-2)).toEqual([
      'You left the queue for the worker deploy lock.',
      'Interrupted by SIGINT while waiting for the lock. Nothing was deployed.',
    ]);
    expect(await written()).toBe('');
  });

  it('leaves the queue after its limit, and is refused', async () => {
    const { end, clock, pauses, queue, written } = await aWaitingRun('5m');
    clock.ms = 5 * MINUTE_MS;
    pauses[0]?.end();
    expect(await end).toMatchObject({ type: 'refused', outcome: { code: 'wait_ended' } });
    expect(await queue()).toHaveLength(0);
    expect(await written()).toBe('');
  });

  it('keeps its place while the store is unreachable', async () => {
    const { app, end, failing, pauses, said } = await aWaitingRun();
    failing.set('deploy join', 1);
    pauses[0]?.end();
    await eventually(() => expect(pauses).toHaveLength(2));
    expect(said.at(-1)).toMatch(/^The store cannot be reached\./);
    await ask(app, BEN, ['deploy release', { service: 'worker' }]);
    pauses[1]?.end();
    expect(await end).toEqual({ type: 'ended', code: 0 });
  });

  it('does not wait for a freeze, which may last for hours', async () => {
    const { app, run } = await aDeployRun();
    await ask(app, BEN, ['deploy freeze', { until: '2h', reason: 'The final' }]);
    expect(await run({ wait: '30m' }, 'true')).toMatchObject({ type: 'refused', outcome: { code: 'deploys_frozen' } });
  });
});

describe('a signal', () => {
  const UNTIL_TERM = 'trap "echo term >> $OUT; exit 3" TERM; echo up >> "$OUT"; while :; do sleep 0.05; done';

  it('reaches the command once, although a terminal and the launcher both send it', async () => {
    const { run, send, written, worker } = await aDeployRun();
    const end = run({}, ...sh(UNTIL_TERM));
    await eventually(async () => expect(await written()).toBe('up\n'));
    send('SIGTERM');
    send('SIGTERM');
    expect(await end).toEqual({ type: 'ended', code: 3 });
    expect(await written()).toBe('up\nterm\n');
    expect(await worker()).toMatchObject({ state: 'free', deploy: { state: 'failed' } });
  });

  it('reaches what the command has started', async () => {
    const { run, send, written } = await aDeployRun();
    const end = run({}, ...sh(`/bin/sh -c '${UNTIL_TERM.replaceAll('"', '\\"')}' & wait`.replaceAll('\\"', '"')));
    await eventually(async () => expect(await written()).toBe('up\n'));
    send('SIGTERM');
    expect(await end).toEqual({ type: 'ended', code: 143 });
    await eventually(async () => expect(await written()).toBe('up\nterm\n'));
  });

  it('before the command keeps it from running, and the lock is released', async () => {
    const { run, context, send, written, worker } = await aDeployRun();
    const { call } = context;
    Object.assign(context, {
      call: async (operation: string, input: Readonly<Record<string, unknown>>) => {
        const outcome = await call(operation, input);
        if (operation === 'deploy start') send('SIGINT');
        return outcome;
      },
    });
    expect(await run({}, ...sh('echo ran >> "$OUT"'))).toEqual({ type: 'ended', code: 130 });
    expect(await written()).toBe('');
    expect(await worker()).toMatchObject({ state: 'free', deploy: { state: 'failed' } });
  });

  it('ends the wait for the address', async () => {
    const url = await anAddress([503]);
    const { run, send, pauses, worker } = await aDeployRun();
    const end = run({ ready: url }, 'true');
    await eventually(() => readyPause(pauses, 1));
    send('SIGHUP');
    expect(await end).toEqual({ type: 'ended', code: 129 });
    expect(await worker()).toMatchObject({ deploy: { state: 'failed' } });
  });
});

describe('the finish', () => {
  it('is repeated while the store is unreachable', async () => {
    const { run, failing, pauses, worker } = await aDeployRun();
    failing.set('deploy finish', 2);
    const end = run({}, 'true');
    for (const ms of [1_000, 2_000]) (await eventually(() => pauseOf(pauses, ms))).end();
    expect(await end).toEqual({ type: 'ended', code: 0 });
    expect(await worker()).toMatchObject({ state: 'free', deploy: { state: 'succeeded' } });
  });

  it('is given up at a signal: the code of the command stays, and a sentence says when the lock ends', async () => {
    const { run, failing, pauses, send, said, worker } = await aDeployRun();
    failing.set('deploy finish', 100);
    const end = run({}, ...sh('exit 5'));
    await eventually(() => pauseOf(pauses, 1_000));
    send('SIGTERM');
    expect(await end).toEqual({ type: 'ended', code: 5 });
    expect(said.at(-1)).toContain('The lock of worker ends by itself within 15 minutes');
    expect(said.at(-1)).toContain('`tipoff deploy finish worker --token 1 --result failed`');
    expect(await worker()).toMatchObject({ state: 'held', deploy: { state: 'running' } });
  });
});

describe('heartbeats', () => {
  it('warn once if the lock was taken over, and let the command end', async () => {
    const { app, run, pauses, send, said, written } = await aDeployRun();
    const end = run({}, ...sh('trap "exit 0" TERM; echo up >> "$OUT"; while :; do sleep 0.05; done'));
    await eventually(async () => expect(await written()).toBe('up\n'));
    await ask(app, BEN, ['deploy take-over', { service: 'worker', reason: 'Urgent fix', confirm: 1 }]);
    (await eventually(() => pauseOf(pauses, 5_000))).end();
    await eventually(() => expect(said.join(' ')).toContain('has lost its lock'));
    send('SIGTERM');
    expect(await end).toEqual({ type: 'ended', code: 0 });
    expect(said.filter((sentence) => sentence.startsWith('Warning:'))).toEqual([expect.stringContaining('ben')]);
  });

  it('warn once while the store is unreachable, and go on', async () => {
    const { run, failing, pauses, send, said, written, worker } = await aDeployRun();
    failing.set('deploy beat', 2);
    const end = run({}, ...sh('trap "exit 0" TERM; echo up >> "$OUT"; while :; do sleep 0.05; done'));
    await eventually(async () => expect(await written()).toBe('up\n'));
    (await eventually(() => pauseOf(pauses, 5_000))).end();
    for (const beat of [1, 2]) (await eventually(() => nthPause(pauses, 30_000, beat))).end();
    await eventually(() => nthPause(pauses, 30_000, 3));
    send('SIGTERM');
    expect(await end).toEqual({ type: 'ended', code: 0 });
    expect(said.filter((sentence) => sentence.startsWith('Warning:'))).toHaveLength(1);
    expect(await worker()).toMatchObject({ state: 'free', deploy: { state: 'succeeded' } });
  });
});

interface SeenPause {
  readonly ms: number;
  end(): void;
}

function nthPause(pauses: readonly SeenPause[], ms: number, nth: number): SeenPause {
  const found = pauses.filter((pause) => pause.ms === ms)[nth - 1];
  if (found === undefined) throw new Error(`there is no pause of ${ms} ms yet`);
  return found;
}

function pauseOf(pauses: readonly SeenPause[], ms: number): SeenPause {
  return nthPause(pauses, ms, 1);
}

/** The nth pause before the address is tried again. */
function readyPause(pauses: readonly SeenPause[], nth: number): SeenPause {
  return nthPause(pauses, 2_000, nth);
}

/** The address of a server that answers with one status after the other. The last one stays. */
async function anAddress(statuses: readonly number[]): Promise<string> {
  let requests = 0;
  const server = createServer((_, response) => {
    response.writeHead(statuses[Math.min(requests, statuses.length - 1)] ?? 500).end();
    requests += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/ready`;
}
