import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keepSession } from '#src/bot/mcp/keep-session.ts';
import { Failed } from '#src/operations/kit/failure.ts';
import type { Outcome } from '#src/operations/kit/operation.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { Problem } from '#src/platform/problem.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the session of an agent that speaks MCP', () => {
  test('is started, beats at once and every 30 s, and ends with its process', async () => {
    const { session, calls } = kept();
    await vi.advanceTimersByTimeAsync(60_000);
    await session.end();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls.map(({ name }) => name)).toEqual([
      'session start',
      'session beat',
      'session beat',
      'session beat',
      'session end',
    ]);
    expect(calls[1]?.input).toEqual({ every_s: 30 });
  });

  test('gives every request a name of its own', async () => {
    const { calls } = kept();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(new Set(calls.map(({ request }) => request)).size).toBe(calls.length);
  });

  test('that somebody ended is begun again', async () => {
    const { calls, answers } = kept();
    await vi.advanceTimersByTimeAsync(0);
    answers['session beat'] = { ...DONE, decision: 'refused', code: 'session_ended', message: 'It was ended.' };
    await vi.advanceTimersByTimeAsync(30_000);
    expect(calls.slice(-2).map(({ name }) => name)).toEqual(['session beat', 'session start']);
  });

  test('survives that nobody serves the folder for a while, and says so once', async () => {
    const { calls, answers, said } = kept();
    await vi.advanceTimersByTimeAsync(0);
    const before = calls.length;
    answers['session beat'] = new Problem({ code: 'not_served', message: 'No process serves the data folder.' });
    await vi.advanceTimersByTimeAsync(90_000);
    expect(said).toEqual(['No process serves the data folder.\n']);
    answers['session beat'] = DONE;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(calls.length).toBe(before + 4);
  });

  test('sends no heartbeat while another is unanswered', async () => {
    const { calls, hang } = kept();
    await vi.advanceTimersByTimeAsync(0);
    const before = calls.length;
    const goOn = hang();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(calls.length).toBe(before + 1);
    goOn();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(calls.length).toBe(before + 2);
  });

  test('keeps its process no longer than five seconds where its end is not answered', async () => {
    const { session, hang } = kept();
    await vi.advanceTimersByTimeAsync(0);
    hang();
    const ended = vi.fn();
    void session.end().then(ended);
    await vi.advanceTimersByTimeAsync(4_999);
    expect(ended).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(ended).toHaveBeenCalled();
  });

  test('is not missed by a token for reading', async () => {
    const { answers, said } = kept();
    const failure = { kind: 'refused', code: 'read_only_token', message: 'This token may only read.' } as const;
    for (const name of ['session start', 'session beat', 'session end']) answers[name] = new Failed(failure);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(said).toEqual([]);
  });
});

const DONE: Outcome<unknown> = { decision: 'done', code: 'ok', message: 'Done.', data: null, next: [] };

function kept() {
  const calls: { name: string; input: unknown; request: string }[] = [];
  const answers: Record<string, Outcome<unknown> | Error> = {};
  const said: string[] = [];
  let answered = Promise.resolve();
  const hang = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    answered = promise;
    return () => {
      answered = Promise.resolve();
      resolve();
    };
  };
  const session = keepSession(
    {
      operations: OPERATIONS,
      say: (text) => void said.push(text),
      call: async ({ name }, { input, request }) => {
        calls.push({ name, input, request });
        await answered;
        const answer = answers[name] ?? DONE;
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
    'c1',
  );
  return { session, calls, answers, said, hang };
}
