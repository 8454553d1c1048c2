import { expect, test } from 'vitest';
import { readAgentToken } from '#src/config/agent-token.ts';

test('the token of an agent is read without the space around it; without the variable there is none', () => {
  expect(readAgentToken({ TIPOFF_TOKEN: ' tipoff_0123456789ab_secret\n' })).toBe('tipoff_0123456789ab_secret');
  expect(readAgentToken({})).toBeUndefined();
});

test.each(['', ' ', '\n'])('a blank token %j is refused: the command would otherwise run as the person', (blank) => {
  expect(() => readAgentToken({ TIPOFF_TOKEN: blank })).toThrow(
    'TIPOFF_TOKEN is set but blank, so nobody can tell whether an agent or a person runs this command. Set it to the token',
  );
});

test.each(['two words', 'a\nb', 'ä', 'x'.repeat(201)])(
  'a value that cannot be a token is refused unseen: %j',
  (value) => {
    expect(() => readAgentToken({ TIPOFF_TOKEN: value })).toThrow(
      expect.objectContaining({ code: 'bad_configuration', message: expect.not.stringContaining(value) }),
    );
  },
);
