import { expect, test } from 'vitest';
import { nearestVerbs } from '#src/operations/kit/nearest-verbs.ts';
import { OPERATIONS } from '#src/operations/registry.ts';

function near(noun: string, word: string): readonly string[] {
  const verbs = OPERATIONS.flatMap(({ name, effect }) => {
    const [first, verb] = name.split(' ');
    return first === noun && verb !== undefined ? [{ verb, effect }] : [];
  });
  return nearestVerbs(verbs, word).map(({ verb }) => verb);
}

test.each([
  ['batch', 'stat', ['status']],
  ['batch', 'sta', ['status']],
  ['batch', 'statsu', ['status']],
  ['batch', 'lst', ['list']],
  ['deploy', 'stat', ['status']],
  ['deploy', 'satus', ['status']],
  ['results', 'recrd', ['record']],
  ['slate', 'show', []],
  ['slate', 'log', []],
  ['features', 'list', []],
])('/%s %s is a mistyped read and suggests only reads', (noun, word, verbs) => {
  expect(near(noun, word)).toEqual(verbs);
});

test.each([
  ['deploy', 'clam', ['claim']],
  ['batch', 'strat', ['start']],
  ['batch', 'START', ['start']],
  ['slate', 'hodl', ['hold']],
  ['batch', 'delete', []],
])('/%s %s suggests %j', (noun, word, verbs) => {
  expect(near(noun, word)).toEqual(verbs);
});
