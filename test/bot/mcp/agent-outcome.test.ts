import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { agentOutcome, stepsAfterFailure } from '#src/bot/mcp/agent-outcome.ts';
import { toolsOf } from '#src/bot/mcp/tools.ts';
import { Ambiguous } from '#src/operations/kit/ambiguous.ts';
import { failureOf } from '#src/operations/kit/failure.ts';
import { parseInput } from '#src/operations/kit/input/parse-input.ts';
import { operationNamed } from '#src/operations/kit/operation-named.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { Busy } from '#src/platform/busy.ts';
import { unfitSteps } from '../../operations/unfit-steps.ts';

const TOOLS = toolsOf(OPERATIONS);
const AGENT_OPERATIONS = TOOLS.flatMap(({ actions }) => actions.map(({ operation }) => operation));
const COMMAND_LINE = /`tipoff |(?<![\w-])--[a-z]/;

function shown(message: string, name = 'batch status') {
  const call = { operation: operationNamed(OPERATIONS, name), given: {}, detail: 'brief' } as const;
  const outcome = { decision: 'refused', code: 'x', message, data: null, next: [] } as const;
  return agentOutcome(outcome, { tools: TOOLS, operations: OPERATIONS, call });
}

describe('a message', () => {
  test('names tools and suggests their calls in place of commands', () => {
    const { message, next } = shown('No date is graded yet. Grade one with `tipoff results grade <date>`.');
    expect(message).toBe('No date is graded yet. Grade one with `upkeep results_grade`.');
    expect(next).toMatchObject([{ operation: 'results grade', arguments: {}, fill_in: ['date'] }]);
  });

  test('says which commands are for a person', () => {
    expect(shown('Import one with `tipoff import <folder>`.').message).toBe(
      'Import one with `import <folder>` (for a person).',
    );
  });

  test('keeps text that others typed', () => {
    expect(shown('The reason is "run `tipoff start` --now".').message).toContain('"run `tipoff start` --now"');
  });

  test('never has the wording of the command line, in any text of the sources', async () => {
    const texts = await messagesOfSources();
    expect(texts.length).toBeGreaterThan(100);
    for (const text of texts) {
      const { message, next } = shown(text);
      expect(message.replaceAll(/"[^"]*"/g, ''), text).not.toMatch(COMMAND_LINE);
      expect(unfitSteps(next), text).toEqual([]);
      expect(next.length, text).toBeGreaterThan(0);
    }
  });
});

describe('after a refusal, an agent', () => {
  test.each(AGENT_OPERATIONS.map(({ name }) => name))('of %s has a step that it can take', (name) => {
    const operation = operationNamed(OPERATIONS, name);
    const { next } = shown('Nothing more is known.', name);
    expect(unfitSteps(next)).toEqual([]);
    expect(next.length).toBeGreaterThan(0);
    expect(AGENT_OPERATIONS.map((open) => open.name)).toContain(next[0]?.operation);

    const given = { nonsense: 1 };
    const call = { operation, given, detail: 'brief' } as const;
    const corrected = stepsAfterFailure(
      errorOf(() => parseInput(operation.input, given)),
      { kind: 'bad_input' },
      call,
    );
    expect(corrected).toMatchObject([{ operation: name }]);
    expect(unfitSteps(corrected)).toEqual([]);
  });

  test('whose name matches several players gets a call for each of them', () => {
    const call = {
      operation: operationNamed(OPERATIONS, 'predict player'),
      given: { name: 'Ann' },
      detail: 'brief',
    } as const;
    const error = new Ambiguous({
      code: 'ambiguous_player',
      message: 'Two.',
      field: 'name',
      choices: [
        { label: 'Ann Bo', value: 'annbo' },
        { label: 'Ann Cy', value: 'anncy' },
      ],
    });
    const steps = stepsAfterFailure(error, failureOf(error), call);
    expect(steps.map((step) => step.arguments)).toEqual([{ name: 'annbo' }, { name: 'anncy' }]);
    expect(unfitSteps(steps)).toEqual([]);
  });

  test('of a busy server calls again', () => {
    const call = { operation: operationNamed(OPERATIONS, 'batch list'), given: { limit: 3 }, detail: 'brief' } as const;
    const error = new Busy(20);
    expect(stepsAfterFailure(error, failureOf(error), call)).toMatchObject([
      { operation: 'batch list', arguments: { limit: 3 } },
    ]);
  });
});

function errorOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

/** The texts of the sources that name a command or a flag, with `x1` for each value. */
async function messagesOfSources(): Promise<readonly string[]> {
  const folders = ['operations', 'coordination', 'pipeline', 'platform'];
  const files = (
    await Promise.all(
      folders.map(async (folder) => {
        const names = await readdir(join('src', folder), { recursive: true });
        return names.filter((name) => name.endsWith('.ts')).map((name) => join('src', folder, name));
      }),
    )
  ).flat();
  const sources = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  const literals = sources.flatMap((source) => [
    ...[...source.matchAll(/^(?!\s*(?:\/\/|\*|\/\*)).*?'([^'\n]*`tipoff [^'\n]*)'/gm)].map(([, text = '']) => text),
    ...[...source.matchAll(/`((?:[^`\\]|\\.)*\\`tipoff (?:[^`\\]|\\.)*)`/g)].map(([, text = '']) => text),
  ]);
  return literals.map((text) => text.replaceAll('\\`', '`').replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, 'x1'));
}
