import { CronExpressionParser } from 'cron-parser';
import * as z from 'zod';
import type { Job } from '../operations/app.ts';
import { LEAGUE_ZONE } from '../pipeline/dates/game-date.ts';
import { Problem } from '../platform/problem.ts';

const FIVE_FIELDS = /^\S+( \S+){4}$/;
/** `H` stands for a random time, which would differ after every start. */
const RANDOM_TIME = /(?:^|[ ,])H/;

const Times = z.union([z.literal('off'), z.array(z.string().refine(isPattern)).min(1)]);
const MAX_SHOWN = 100;
const WORKS = 'Write an object such as {"predict-morning": ["15 8 * * *"], "predict-early": "off"}';

interface ScheduleFile {
  /** For messages. */
  readonly path: string;
  readonly text: string;
}

/**
 * The schedule with the times that a JSON file gives: `{"predict-morning": ["15 8 * * *"], "predict-early": "off"}`. A job that the file
 * does not name keeps its times. Throws a `Problem` `bad_schedule` that names the file, the job and what to write.
 */
export function overrideSchedule(schedule: readonly Job[], { path, text }: ScheduleFile): readonly Job[] {
  const times = new Map(
    Object.entries(parseObject(path, text)).map(([name, value]) => {
      if (!schedule.some((job) => job.name === name)) throw unknownJob(path, name, schedule);
      return [name, timesOf(path, name, value)];
    }),
  );
  return schedule.flatMap((job) => {
    const due = times.get(job.name) ?? job.due;
    return due === 'off' ? [] : [{ ...job, due }];
  });
}

function parseObject(path: string, text: string): object {
  const content = parseJson(path, text.replace(/^\ufeff/, ''));
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content;
  throw badSchedule(path, `does not hold an object with the names of jobs. ${WORKS}`);
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badSchedule(path, `is not JSON. ${WORKS}`, error);
  }
}

function timesOf(path: string, name: string, value: unknown): z.infer<typeof Times> {
  const times = Times.safeParse(value).data;
  if (times !== undefined) return times;
  const hint = `write "off", or a list of cron patterns in New York time such as ["0 8 * * *"]`;
  throw badSchedule(path, `has ${shown(value)} for the job ${name}; ${hint}`);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > MAX_SHOWN
    ? `${text.slice(0, MAX_SHOWN)}… (${text.length.toLocaleString('en-US')} characters)`
    : text;
}

function isPattern(pattern: string): boolean {
  if (!FIVE_FIELDS.test(pattern) || RANDOM_TIME.test(pattern)) return false;
  try {
    CronExpressionParser.parse(pattern, { tz: LEAGUE_ZONE });
    return true;
  } catch {
    return false;
  }
}

function unknownJob(path: string, name: string, schedule: readonly Job[]): Problem {
  const names = schedule.map((job) => job.name).join(', ');
  return badSchedule(path, `names the job ${shown(name)}, which does not exist; the jobs are ${names}`);
}

function badSchedule(path: string, fault: string, cause?: unknown): Problem {
  return new Problem({ code: 'bad_schedule', message: `The schedule file ${path} ${fault}.`, cause });
}
