import { describe, expect, test } from 'vitest';
import { messageRows } from '../../src/page/model/message-group.ts';
import { EMPTY_LOG, withMessage, withNewest, withOlder } from '../../src/page/model/message-log.ts';
import { markAllRead, reloaded, unreadCount } from '../../src/page/model/workspace-state.ts';
import { aMessage, START, WORKSPACE } from './page-state.ts';

const tsOf = ({ messages }: typeof EMPTY_LOG) => messages.map(({ ts }) => ts);
const logOfAll = (...ts: string[]) =>
  withNewest(EMPTY_LOG, { messages: ts.map((one) => aMessage(one)), has_more: false });

describe('history', () => {
  test('a reload removes messages that were deleted during the disconnect', () =>
    expect(
      tsOf(withNewest(logOfAll('1', '2', '3'), { messages: [aMessage('1'), aMessage('3')], has_more: false })),
    ).toEqual(['1', '3']));
  test('a reload keeps ephemeral messages and those older than the fetched page', () => {
    const log = withMessage(logOfAll('1', '2'), aMessage('4', { is_ephemeral: true }));
    expect(tsOf(withNewest(log, { messages: [aMessage('3'), aMessage('5')], has_more: true }))).toEqual([
      ...['1', '2', '3', '4', '5'],
    ]);
  });
  test('older messages are added at the start, without duplicates', () => {
    const log = withOlder(logOfAll('3'), { messages: [aMessage('1'), aMessage('3')], has_more: true });
    expect([tsOf(log), log.hasMore]).toEqual([['1', '3'], true]);
  });
});

describe('rows', () => {
  const T = 1_770_300_000;
  const rows = (...messages: ReturnType<typeof aMessage>[]) => messageRows(messages, { me: 'U1', unread: null });

  test('messages of one author within five minutes form a group', () => {
    const starts = rows(
      aMessage(`${T}`),
      aMessage(`${T + 10}`),
      aMessage(`${T + 400}`),
      aMessage(`${T + 401}`, { user: 'U1' }),
    );
    expect(starts.map(({ startsGroup }) => startsGroup)).toEqual([true, false, true, true]);
  });
  test('an ephemeral message starts a group', () =>
    expect(rows(aMessage(`${T}`), aMessage(`${T + 1}`, { is_ephemeral: true }))[1]?.startsGroup).toBe(true));
  test('the line "New" is above the first unread message of others', () => {
    const messages = [
      aMessage(`${T}`),
      aMessage(`${T + 1}`, { user: 'U1' }),
      aMessage(`${T + 2}`),
      aMessage(`${T + 3}`),
    ];
    const lines = messageRows(messages, { me: 'U1', unread: { after: `${T}`, upTo: `${T + 2}` } });
    expect(lines.map(({ startsNew }) => startsNew)).toEqual([false, false, true, false]);
  });
  test('a message that arrives in the open channel is not marked as new', () => {
    const [, row] = messageRows([aMessage(`${T}`), aMessage(`${T + 1}`)], {
      me: 'U1',
      unread: { after: `${T}`, upTo: `${T}` },
    });
    expect(row?.startsNew).toBe(false);
  });
  test('each day starts with its date line', () => {
    const days = rows(aMessage(`${T}`), aMessage(`${T + 86_400}`)).map(({ newDay }) => newDay !== null);
    expect(days).toEqual([true, true]);
  });
});

test('reading a channel clears its unread count, and switching the user resets the state', () => {
  const state = { ...START, logs: { C1: logOfAll('1', '2') } };
  const read = markAllRead(state, 'C1');
  expect([unreadCount(state, 'C1'), unreadCount(read, 'C1')]).toEqual([2, 0]);
  expect(reloaded(read, { ...WORKSPACE, me: 'U2' }, {}).logs).toEqual({});
  expect(reloaded(read, WORKSPACE, {}).logs['C1']?.isCurrent).toBe(false);
});
