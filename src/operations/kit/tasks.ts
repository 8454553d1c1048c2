import type { NextStep } from './operation.ts';

/** Something that people want to do, and the calls for it in their order. */
export interface Task {
  readonly title: string;
  readonly steps: readonly Pick<NextStep, 'operation' | 'arguments'>[];
}

const PLAYER = 'LeBron James';
const WORKER = { service: 'worker' };

/** The tasks with which every help begins. A test parses each call. */
export const TASKS: readonly Task[] = [
  {
    title: "See tonight's picks",
    steps: [call('predict slate'), call('predict player', { name: PLAYER }), call('predict lines', { name: PLAYER })],
  },
  { title: 'Re-run a player', steps: [call('predict rerun', { name: PLAYER })] },
  {
    title: 'Deploy safely',
    steps: [
      call('deploy claim', { ...WORKER, reason: 'fix the injury filter', for: '45m' }),
      call('deploy start', WORKER),
      call('deploy finish', { ...WORKER, result: 'succeeded' }),
    ],
  },
  {
    title: 'Take over from somebody who does not answer',
    steps: [call('deploy status'), call('deploy take-over', { ...WORKER, reason: 'roll back a bad model' })],
  },
  {
    title: 'Run the batch, and end it early',
    steps: [call('batch start', { date: 'today' }), call('batch status'), call('batch force-complete')],
  },
  { title: 'See how last night went', steps: [call('results show', { date: 'yesterday' }), call('results record')] },
  { title: 'Find out what is wrong', steps: [call('incidents list'), call('doctor')] },
];

function call(operation: string, given: NextStep['arguments'] = {}): Task['steps'][number] {
  return { operation, arguments: given };
}
