import { existsSync } from 'node:fs';
import type { Operation } from './kit/operation.ts';

const NAME = /^[a-z]+(?: [a-z-]+)?$/;

/**
 * Loads one operation without the other ones, because loading all of them takes most of the time of a short command.
 * The operation `<noun> <verb>` is in the file `<noun>/<verb>.ts`. Resolves to undefined if no operation has the name.
 */
export async function findOperation(name: string): Promise<Operation | undefined> {
  if (!NAME.test(name)) return undefined;
  const [noun, verb = noun] = name.split(' ');
  const file = new URL(`./${noun}/${verb}.ts`, import.meta.url);
  if (!existsSync(file)) return undefined;
  const exported: Readonly<Record<string, unknown>> = await import(file.href);
  return Object.values(exported).find((value) => isOperation(value, name));
}

/** Loads one operation by its name. Throws if no operation has it. */
export async function loadOperation(name: string): Promise<Operation> {
  const found = await findOperation(name);
  if (found === undefined) throw new Error(`The operation ${name} does not exist`);
  return found;
}

function isOperation(value: unknown, name: string): value is Operation {
  return typeof value === 'object' && value !== null && 'run' in value && 'name' in value && value.name === name;
}
