import * as z from 'zod';
import { errorText } from '../../platform/error-text.ts';
import { Problem } from '../../platform/problem.ts';
import { ServiceFinding } from '../../platform/service-finding.ts';
import {
  type Examination,
  Finding,
  MovedFile,
  PENDING_FILE,
  type Repaired,
  RowCounts,
} from '../../platform/store-files.ts';
import { Unavailable } from '../../platform/unavailable.ts';
import { contentText, countsText, totalOf } from '../kit/count-text.ts';
import { nextStep } from '../kit/next-step.ts';
import { type Outcome, operation } from '../kit/operation.ts';
import { examineCloud } from './examine-cloud.ts';

const DoctorInput = z.strictObject({
  repair: z.boolean().default(false).describe('move the damaged files aside, and keep a copy of each'),
});
const DataHealth = z.object({
  folder: z.string(),
  held_by: z.number().nullable().describe('the PID of the process that uses the data'),
  findings: z.array(Finding).readonly(),
  services: z.array(ServiceFinding).readonly().describe('findings of the services in the cloud'),
  documents: RowCounts,
  rows: RowCounts,
  moved: z.array(MovedFile).readonly(),
});
type DataHealth = Readonly<z.infer<typeof DataHealth>>;

declare module '../kit/next-step.ts' {
  interface StepInputs {
    doctor: typeof DoctorInput;
  }
}

export const doctor = operation({
  name: 'doctor',
  summary:
    'Examine the data and the cloud services: show what is damaged or missing, and what a repair would keep and lose. Nothing is changed without --repair.',
  input: DoctorInput,
  output: DataHealth,
  refusal: DataHealth,
  positionals: [],
  effect: 'write',
  reach: 'local',
  opens: 'nothing',
  prints: 'outcome',
  onInterrupt: 'Nothing is lost. If files were being moved, `tipoff doctor --repair` finishes the move.',
  async run(app, { input, actor, request, progress }) {
    try {
      if (!input.repair) {
        const examined = await Promise.all([app.storeFiles.examine(progress), examineCloud(app)]);
        return examinationOutcome(...examined);
      }
      const repaired = await app.storeFiles.repair(progress, { name: actor.name, request });
      const after = repaired.moved.length === 0 ? [] : (await app.storeFiles.examine(progress)).findings;
      return repairOutcome(repaired, after);
    } catch (error) {
      throw error instanceof Problem || error instanceof Unavailable ? error : examinationFailed(error);
    }
  },
});

function examinationFailed(cause: unknown): Problem {
  const message = `The examination failed: ${errorText(cause)}. No data was deleted. Run \`tipoff doctor\` again, or put a backup back with \`tipoff restore\`.`;
  return new Problem({ code: 'examination_failed', message, cause });
}

function examinationOutcome(examination: Examination, services: readonly ServiceFinding[]): Outcome<DataHealth> {
  const { findings } = examination;
  const problems = [...findings, ...services].filter(({ level }) => level === 'problem');
  const lines = [...findings.map(findingText), ...services.map(serviceText)];
  const data = { ...examinationData(examination, []), services };
  if (problems.length === 0) {
    const message = [healthyText(examination, services), ...lines].join('\n');
    return { decision: 'done', code: 'ok', message, data, next: [] };
  }
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const repairable = findings.some(({ aside }) => aside.length > 0) || findings.some(isInterrupted);
  const where = placeOf(examination, services);
  const message = [`Found ${count} in ${where}. Nothing was changed.`, ...lines].join('\n');
  return { decision: 'refused', code: 'problems_found', message, data, next: repairable ? [repairStep()] : [] };
}

/**
 * Describes a repair. `after` has the findings of the second examination, which is made only if the repair moved files.
 */
function repairOutcome({ examination, moved }: Repaired, after: readonly Finding[]): Outcome<DataHealth> {
  const { findings } = examination;
  const data = examinationData(examination, moved);
  const left =
    moved.length === 0
      ? findings.filter(({ level, aside }) => level === 'problem' && aside.length === 0)
      : after.filter(({ level }) => level === 'problem');
  const lines = findings.filter(({ level }) => level === 'problem').map(findingText);
  const moves = moved.map(({ from, to }) => `Moved ${from} to ${to}.`);
  if (left.length > 0) {
    const head = moved.length === 0 ? ['Nothing was changed.'] : ['Repaired in part.', ...lines, ...moves];
    const message = [...head, 'A repair cannot solve these problems:', ...left.map(findingText)].join('\n');
    return { decision: 'refused', code: 'not_repaired', message, data, next: [] };
  }
  if (moved.length === 0) {
    return {
      decision: 'done',
      code: 'ok',
      message: `${healthyText(examination)} Nothing was changed.`,
      data,
      next: [],
    };
  }
  const message = ['Repaired.', ...lines, ...moves, 'Start Tipoff again with `tipoff serve` or `npm start`.'].join(
    '\n',
  );
  return { decision: 'done', code: 'repaired', message, data, next: [verifyStep()] };
}

function placeOf(examination: Examination, services: readonly ServiceFinding[]): string {
  if (services.length === 0) return examination.folder;
  return isEmpty(examination) ? 'the cloud services' : `${examination.folder} and the cloud services`;
}

/** A folder without stores is of no interest where the stores are in the cloud. */
function isEmpty({ findings, documents, rows }: Examination): boolean {
  return findings.length === 0 && totalOf(documents) === 0 && totalOf(rows) === 0;
}

function healthyText(examination: Examination, services: readonly ServiceFinding[] = []): string {
  const { folder, findings, ...content } = examination;
  if (services.length > 0 && isEmpty(examination)) return 'Found no problem in the cloud services.';
  if (findings.some(({ level }) => level === 'unchecked'))
    return `Found no problem in ${folder}. Part of the data was not examined.`;
  return `The data in ${folder} is healthy: ${contentText(content)}.`;
}

function isInterrupted({ file, level }: Finding): boolean {
  return level === 'problem' && file === PENDING_FILE;
}

function findingText({ file, message, aside, outlook }: Finding): string {
  const lines = [`- ${file === '.' ? 'Data folder' : file}: ${message}`];
  if (aside.length > 0) lines.push(`  A repair moves aside: ${aside.join(', ')}.`);
  if (outlook === null) return lines.join('\n');
  lines.push(`  ${outlook.sentence}`);
  if (totalOf(outlook.kept) > 0) lines.push(`  Kept: ${countsText(outlook.kept)}.`);
  if (totalOf(outlook.lost) > 0) lines.push(`  Lost: ${countsText(outlook.lost)}.`);
  return lines.join('\n');
}

function serviceText({ service, message }: ServiceFinding): string {
  return `- ${service}: ${message}`;
}

function examinationData(
  { folder, heldBy, findings, documents, rows }: Examination,
  moved: Repaired['moved'],
): DataHealth {
  return { folder, held_by: heldBy, findings, services: [], documents, rows, moved };
}

function repairStep() {
  return nextStep('doctor', { repair: true }, { why: 'Move the damaged files aside, and keep what can be kept.' });
}

function verifyStep() {
  return nextStep(
    'predict verify',
    { date: 'today' },
    { why: "Compare tonight's prediction table with the announcement." },
  );
}
