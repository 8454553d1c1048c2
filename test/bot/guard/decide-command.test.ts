import { describe, expect, test } from 'vitest';
import { decideCommand, type RunOperation } from '#src/bot/guard/decide-command.ts';
import { commandOfArguments, commandOfInput } from '#src/bot/guard/guard-input.ts';
import type { Outcome } from '#src/operations/kit/operation.ts';
import { Problem } from '#src/platform/problem.ts';
import { Unavailable } from '#src/platform/unavailable.ts';

const DEPLOY = 'gcloud run deploy worker --quiet';
const MINE = { by: 'claude-7 for @ann', session: 'session_7', reason: 'hotfix', until: '2026-02-05T18:30:00.000000Z' };
const BENS = { ...MINE, by: 'ben', session: 'cli:ben' };

describe('a deploy command', () => {
  test('runs when the session holds the lock of its service', async () => {
    expect(await judged(DEPLOY, { worker: MINE })).toMatchObject({ type: 'allowed' });
  });

  test('runs when the session holds the lock of everything', async () => {
    expect(await judged('gcloud builds submit .', { global: MINE })).toMatchObject({ type: 'allowed' });
  });

  test('is refused when nobody holds the lock, with the command that claims it', async () => {
    expect(await judged(DEPLOY, {})).toEqual({
      type: 'refused',
      told: '`gcloud run deploy worker` needs the deployment lock of worker. Nobody holds it. Claim it first:\n    tipoff deploy claim worker --reason "what you are about to do"',
    });
  });

  test('is refused when another session holds it, and told who, until when and why', async () => {
    const { message: told } = await judged(DEPLOY, { worker: BENS });
    expect(told).toContain('ben holds it until 1:30 PM ET: hotfix. Queue up:\n    tipoff deploy join worker');
  });

  test('is refused when another session has everything, and told that', async () => {
    const { message: told } = await judged(DEPLOY, { global: BENS });
    expect(told).toContain('ben holds everything until 1:30 PM ET: hotfix. Queue up:\n    tipoff deploy join worker');
  });

  test('that needs everything is told who has one service', async () => {
    const { message: told } = await judged('gcloud builds submit .', { coordinator: BENS, worker: MINE });
    expect(told).toContain('ben holds coordinator until 1:30 PM ET: hotfix. Queue up:\n    tipoff deploy join global');
  });

  test.each([
    ['of the service', 'worker', DEPLOY],
    ['of everything', 'global', DEPLOY],
    ['of any service, where everything is needed', 'coordinator', 'gcloud builds submit .'],
  ])('is refused to its holder too when the lock %s cannot be read', async (_, service, line) => {
    const broken = { state: 'unreadable', reason: 'token is no number' };
    const { type, message: told } = await judged(line, { worker: MINE, global: MINE, [service]: broken });
    expect(type).toBe('refused');
    expect(told).toContain(`The document locks/${service} cannot be read`);
    expect(told).toContain('Look at it (token is no number)');
  });

  test('runs while the lock of another service cannot be read', async () => {
    const broken = { state: 'unreadable', reason: 'token is no number' };
    expect(await judged(DEPLOY, { worker: MINE, coordinator: broken })).toMatchObject({ type: 'allowed' });
  });

  test('is refused when another session of the same person holds it', async () => {
    const other = { ...MINE, session: 'session_8' };
    expect(await judged(DEPLOY, { worker: other })).toMatchObject({ type: 'refused' });
  });

  test.each(['gcloud builds submit .', 'gcloud run deploy another', 'gcloud run deploy "$SERVICE"'])(
    '%s names no service there is a lock of, so the lock of one is not enough',
    async (line) => {
      const { type, message: told } = await judged(line, { worker: MINE });
      expect(type).toBe('refused');
      expect(told).toContain('needs the deployment lock of everything, because it names no service');
    },
  );

  test('needs every lock of a line', async () => {
    const { message: told } = await judged(`${DEPLOY} && gcloud run deploy coordinator`, { worker: MINE });
    expect(told).toContain('tipoff deploy claim coordinator');
    expect(told).not.toContain('claim worker');
  });

  test('that cannot be read is refused without asking anybody', async () => {
    const verdict = await decideCommand(commandOfInput('gcloud run deploy "worker'), away());
    expect(verdict).toMatchObject({
      type: 'refused',
      told: expect.stringContaining('Write the deploy command by itself'),
    });
  });
});

describe('when the locks cannot be asked', () => {
  test('a deploy is refused, and the way round is told', async () => {
    const { type, message: told } = await decideCommand(commandOfInput(DEPLOY), away());
    expect(type).toBe('refused');
    expect(told).toContain('The store cannot be reached.');
    expect(told).toContain('TIPOFF_WITHOUT_LOCK="why"');
  });

  test('who goes on all the same says why, and it is written down first', async () => {
    const written: unknown[] = [];
    const line = `TIPOFF_WITHOUT_LOCK="prod is down" ${DEPLOY}`;
    const verdict = await decideCommand(
      commandOfInput(line),
      away(async (name, input) => void written.push(name, input)),
    );
    expect(verdict.type).toBe('allowed');
    expect(written).toEqual(['deploy claim', { service: 'worker', reason: 'prod is down', without_lock: true }]);
  });

  test('what could not be written down is refused', async () => {
    const fails = async () => {
      throw new Unavailable('The disk', new Error('full'));
    };
    const verdict = await decideCommand(commandOfInput(DEPLOY), { ...away(fails), withoutLock: 'prod is down' });
    expect(verdict).toMatchObject({ type: 'refused', told: expect.stringContaining('could not be written down') });
  });
});

describe('what is no failure of the store has no way round:', () => {
  const fails = (code: string, message: string) => () => Promise.reject(new Problem({ code, message }));

  test.each(['token_unknown', 'token_expired', 'token_revoked'])('%s', async (code) => {
    const written: string[] = [];
    const verdict = await decideCommand(commandOfInput(`TIPOFF_WITHOUT_LOCK="prod is down" ${DEPLOY}`), {
      ...away(async (name) => void written.push(name)),
      withDocuments: fails(code, 'This token was revoked.'),
    });
    expect(verdict).toEqual({ type: 'refused', told: 'TIPOFF_TOKEN is no good. This token was revoked.' });
    expect(written).toEqual([]);
  });

  test('a reason that tells nothing', async () => {
    const withDocuments = fails('bad_input', 'reason: "no" tells nobody why.');
    const { message: told } = await decideCommand(commandOfInput(`TIPOFF_WITHOUT_LOCK=no ${DEPLOY}`), {
      ...away(),
      withDocuments,
    });
    expect(told).toBe('TIPOFF_WITHOUT_LOCK has to say why. reason: "no" tells nobody why.');
  });
});

test('who wants to go on without a lock that can be asked for claims it, and is refused when it is another’s', async () => {
  const line = `TIPOFF_WITHOUT_LOCK="in a hurry" ${DEPLOY}`;
  expect(await judged(line, {})).toEqual({ type: 'allowed', told: 'You hold worker.' });
  expect(await judged(line, { worker: BENS })).toEqual({ type: 'refused', told: 'ben holds it.' });
});

describe('what is given to the guard', () => {
  test.each([
    [
      { tool_name: 'Bash', tool_input: { command: DEPLOY, timeout: 5 } },
      { type: 'line', line: DEPLOY },
    ],
    [
      { tool: 'shell', arguments: { command: ['bash', '-lc', DEPLOY] } },
      { type: 'words', words: ['bash', '-lc', DEPLOY] },
    ],
    [{ command: DEPLOY }, { type: 'line', line: DEPLOY }],
    [{ hook: { input: { script: DEPLOY } } }, { type: 'line', line: DEPLOY }],
    [{ tool_name: 'Write', tool_input: { file_path: 'a.md', content: DEPLOY } }, { type: 'nothing' }],
    [{ params: [DEPLOY] }, { type: 'unreadable' }],
    [{ params: ['gcloud run services list'] }, { type: 'nothing' }],
  ])('%j', (given, asked) => {
    expect(commandOfInput(JSON.stringify(given))).toMatchObject(asked);
  });

  test('is a line for the shell where it is no JSON', () => {
    expect(commandOfInput(`{ ${DEPLOY}; }`)).toMatchObject({ type: 'line' });
  });

  test('is words where there are several, and a line where there is one', () => {
    expect(commandOfArguments(['--', 'gcloud', 'run', 'deploy'])).toEqual({
      type: 'words',
      words: ['gcloud', 'run', 'deploy'],
    });
    expect(commandOfArguments([DEPLOY])).toEqual({ type: 'line', line: DEPLOY });
  });
});

type LockFacts = Partial<typeof MINE> & { readonly state?: string };

/** Asked by session_7. */
function judged(line: string, held: Readonly<Record<string, LockFacts>>) {
  const locks = ['global', 'worker', 'coordinator'].map((service) => ({ state: 'free', ...held[service], service }));
  const ask: RunOperation = async (name, input) => {
    if (name === 'session holds') return outcomeOf({ session_id: 'session_7' });
    if (name === 'deploy status') return outcomeOf({ locks });
    const lock = held[String(input['service'])];
    return lock === undefined
      ? { ...outcomeOf(null), message: `You hold ${input['service']}.` }
      : { ...outcomeOf(null), decision: 'refused', message: `${lock.by} holds it.` };
  };
  return decideCommand(commandOfInput(line), {
    withoutLock: undefined,
    withDocuments: (work) => work(ask),
    withLocalStore: (work) => work(ask),
  });
}

function away(write: (name: string, input: unknown) => Promise<void> = async () => undefined) {
  return {
    withoutLock: undefined,
    withDocuments: () => Promise.reject(new Unavailable('The store', new Error('down'))),
    withLocalStore: <R>(work: (ask: RunOperation) => Promise<R>) =>
      work(async (name, input) => {
        await write(name, input);
        return outcomeOf(null);
      }),
  };
}

function outcomeOf(data: unknown): Outcome<unknown> {
  return { decision: 'done', code: 'ok', message: 'Yes.', data, next: [] };
}
