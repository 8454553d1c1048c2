import { expect, test } from 'vitest';
import { readFault } from '../../src/command/fault-line.ts';
import type { FaultControl } from '../../src/faults.ts';

test.each([
  [
    'chat.postMessage ratelimited 30',
    ['answer', 'chat.postMessage', { kind: 'ratelimited', retryAfterSeconds: 30 }, 1],
  ],
  ['chat.update status 503 x3', ['answer', 'chat.update', { kind: 'status', status: 503 }, 3]],
  ['views.open error fatal_error', ['answer', 'views.open', { kind: 'error', error: 'fatal_error' }, 1]],
  ['* drop x2', ['answer', '*', { kind: 'drop' }, 2]],
  ['response_url accept-then-drop', ['answer', 'response_url', { kind: 'accept-then-drop' }, 1]],
  ['upload accept-then-hang 50', ['answer', 'upload', { kind: 'accept-then-hang', ms: 50 }, 1]],
  ['outage', ['outage']],
  ['drop-sockets', ['dropSockets']],
  ['refresh-sockets', ['requestRefresh']],
  ['copies 2', ['deliverCopies', 2]],
  ['limit-posts', ['limitPosts', 'one per second']],
  ['refuse-blocks table data_table', ['refuseBlocks', ['table', 'data_table']]],
  ['clear', ['clear']],
])('the line "%s" injects the fault', (line, call) => {
  const calls: unknown[] = [];
  readFault(line)(recordingFaults(calls));
  expect(calls).toEqual([call]);
});

test.each([
  ['explode', '"explode" is neither a fault nor a method of the Web API'],
  ['chat.update burn', '"burn" is not a fault that a method can have'],
  ['chat.update ratelimited soon', 'a whole number is needed, but "soon" was given'],
  ['chat.update drop x0', 'a whole number is needed, but "0" was given'],
  ['chat.update error', "the fault error needs one of Slack's error codes"],
  ['copies', 'a whole number is needed'],
])('the line "%s" is rejected with the reason', (line, reason) => {
  expect(() => readFault(line)(recordingFaults([]))).toThrow(`The fault "${line}" is not valid: ${reason}`);
});

function recordingFaults(calls: unknown[]): FaultControl {
  return {
    answer: (...given) => void calls.push(['answer', ...given]),
    outage: () => {
      calls.push(['outage']);
      return () => undefined;
    },
    dropSockets: () => void calls.push(['dropSockets']),
    requestRefresh: () => void calls.push(['requestRefresh']),
    deliverCopies: (count) => void calls.push(['deliverCopies', count]),
    limitPosts: (limit) => void calls.push(['limitPosts', limit]),
    refuseBlocks: (types) => void calls.push(['refuseBlocks', types]),
    clear: () => void calls.push(['clear']),
  };
}
