import { describe, expect, it, test } from 'vitest';
import { joinCurlyQuotes, plainOption, straightQuotes } from '#src/operations/kit/typed-marks.ts';
import { splitWords, typedInput } from '#src/operations/kit/typed-words.ts';
import { OPERATIONS } from '#src/operations/registry.ts';

const WORKER = { service: 'worker' };
const LEBRON = { name: 'LeBron James' };

describe('the words of a command fill the fields of its input', () => {
  test.each([
    ['deploy claim', 'worker fix the injury filter', { ...WORKER, reason: 'fix the injury filter' }],
    ['deploy claim', 'worker for=15m fix the filter', { ...WORKER, for: '15m', reason: 'fix the filter' }],
    ['deploy claim', 'worker reason=fix the filter for=15m', { ...WORKER, for: '15m', reason: 'fix the filter' }],
    ['deploy claim', 'worker for=until 18:30 ET fix it', { ...WORKER, for: 'until 18:30 ET', reason: 'fix it' }],
    ['deploy claim', 'worker a=b', { ...WORKER, a: 'b' }],
    ['deploy take-over', 'worker it is on fire', { ...WORKER, reason: 'it is on fire' }],
    ['deploy start', 'worker new model', { ...WORKER, reason: 'new model' }],
    ['deploy extend', 'worker 45m', { ...WORKER, for: '45m' }],
    ['deploy extend', 'worker until 18:30 ET', { ...WORKER, for: 'until 18:30 ET' }],
    ['slate hold', 'yesterday the lines are wrong', { date: 'yesterday', reason: 'the lines are wrong' }],
    ['predict player', 'LeBron James', LEBRON],
    ['predict player', 'LeBron James 2026-02-05', { ...LEBRON, date: '2026-02-05' }],
    ['predict player', 'LeBron James yesterday', { ...LEBRON, date: 'yesterday' }],
    ['predict player', 'name=LeBron James today', { ...LEBRON, date: 'today' }],
    ['predict player', 'today', { name: 'today' }],
    ['predict rerun', 'Shai Gilgeous-Alexander', { name: 'Shai Gilgeous-Alexander' }],
    ['predict skip', 'LeBron James', LEBRON],
    ['predict skip', 'LeBron James batch_2026-02-05_1', { ...LEBRON, batch: 'batch_2026-02-05_1' }],
    ['predict slate', 'yesterday', { date: 'yesterday' }],
    ['batch start', 'today mode=strict', { date: 'today', mode: 'strict' }],
    ['players alias', '"L. James" LeBron James', { spelling: 'L. James', player: 'LeBron James' }],
  ])('%s %s', (name, typed, given) => {
    expect(typedBy(name, typed)).toEqual(given);
  });
});

describe('dashes and quotes that a phone writes mean what its keyboard shows', () => {
  const WHOLE = { ...WORKER, reason: 'fix the filter', for: '15m' };

  test.each([
    'worker fix the filter —for 15m',
    'worker fix the filter –for 15m',
    'worker fix the filter ―for 15m',
    'worker fix the filter −for 15m',
    'worker fix the filter —for=15m',
    'worker fix the filter ——for 15m',
    'worker fix the filter –-for 15m',
    'worker fix the filter — for 15m',
    'worker fix the filter -for 15m',
    'worker fix the filter—for 15m',
    'worker fix the filter—for=15m',
    'worker —for 15m fix the filter',
    'worker —for 15m —reason “fix the filter”',
    'worker reason=“fix the filter” for=15m',
    'worker reason=‘fix the filter’ for=15m',
    'worker reason=«fix the filter» for=“15m”',
    'worker “fix the filter” —for 15m',
  ])('/deploy claim %s', (typed) => {
    expect(typedBy('deploy claim', typed)).toEqual(WHOLE);
  });

  test.each([
    ['predict player', 'LeBron James —date 2026-02-05', { ...LEBRON, date: '2026-02-05' }],
    ['predict player', 'LeBron James – date yesterday', { ...LEBRON, date: 'yesterday' }],
    ['deploy release', '—all', { all: true }],
    ['deploy claim', 'worker —without—lock', { ...WORKER, without_lock: true }],
    ['deploy claim', 'worker —colour red', { ...WORKER, colour: 'red' }],
  ])('/%s %s', (name, typed, given) => {
    expect(typedBy(name, typed)).toEqual(given);
  });

  test.each([
    'fix the filter — then the lines',
    'keep it — for good',
    'hold for 15m-ish',
    'the 10-15 min stall',
    'the 10–15 min stall',
    'Shai’s line',
    "don't deploy",
  ])('a dash or an apostrophe in prose stays: %s', (reason) => {
    expect(typedBy('deploy claim', `worker ${reason}`)).toEqual({ ...WORKER, reason: reason.replace("'", '’') });
  });
});

describe('a shell does not know curly quotes', () => {
  test.each([
    [
      ['--reason', '“fix', 'the', 'filter”', '--for', '15m'],
      ['--reason', 'fix the filter', '--for', '15m'],
    ],
    [['--reason=“fix', 'it”'], ['--reason=fix it']],
    [['“fix”'], ['fix']],
    [
      ['“fix', 'it'],
      ['“fix', 'it'],
    ],
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
  ])('%j', (words, joined) => {
    expect(joinCurlyQuotes(words)).toEqual(joined);
  });

  it('keeps an apostrophe inside a word', () => {
    expect(straightQuotes('De‘Aaron’s ‘De’Aaron Fox’')).toBe('De‘Aaron’s "De’Aaron Fox"');
  });

  it('changes no word that is not an option', () => {
    for (const word of ['—', '-3', '—3', 'a—b', '-h']) expect(plainOption(word)).toBe(word);
  });
});

function typedBy(name: string, typed: string) {
  const operation = OPERATIONS.find((each) => each.name === name);
  if (operation === undefined) throw new Error(`there is no ${name}`);
  return typedInput(operation, splitWords(typed));
}
