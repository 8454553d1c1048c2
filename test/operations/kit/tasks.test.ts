import { expect, test } from 'vitest';
import { nounSummary } from '#src/operations/kit/noun-summary.ts';
import { TASKS } from '#src/operations/kit/tasks.ts';
import { OPERATIONS } from '#src/operations/registry.ts';

test.each(TASKS.flatMap(({ title, steps }) => steps.map((step) => ({ title, ...step }))))(
  '$title: $operation can be called as the help says',
  ({ operation: name, arguments: given }) => {
    const operation = OPERATIONS.find((each) => each.name === name);
    expect(operation?.input.safeParse(given)).toMatchObject({ success: true });
  },
);

test('every noun has a summary that says what its commands do', () => {
  const nouns = new Set(
    OPERATIONS.flatMap(({ name }) => (name.includes(' ') ? [name.split(' ')[0] ?? name] : ['tipoff'])),
  );
  for (const noun of nouns) expect(nounSummary(noun)).toMatch(/^[A-Z].{10,75}$/);
  expect(() => nounSummary('constructor-of-nothing')).toThrow('has no summary');
});
