import { readFile, stat } from 'node:fs/promises';
import builtInServices from '../../services.json' with { type: 'json' };
import type { ServicesConfig } from '../config/code-config.ts';
import { parseServiceMap } from '../config/parse-service-map.ts';
import { namedServices, type ServiceMap } from '../coordination/deploys/service-map.ts';
import { assertReadable, fileFault } from '../platform/file-fault.ts';
import { Problem } from '../platform/problem.ts';

const MAX_BYTES = 1024 * 1024;

/** Tipoff's own services. One image holds all of them. */
export function builtInServiceMap(): ServiceMap {
  return parseServiceMap({ path: 'services.json', text: JSON.stringify(builtInServices) });
}

/** Reads the map of the services. Throws a `Problem` `bad_services` for a file that cannot be used. */
export async function readServiceMap(config: ServicesConfig): Promise<ServiceMap> {
  switch (config.type) {
    case 'built-in':
      return builtInServiceMap();
    case 'named':
      return namedServices(config.names);
    case 'file':
      return parseServiceMap({ path: config.path, text: await readServicesFile(config.path) });
  }
}

async function readServicesFile(path: string): Promise<string> {
  return await readLimited(path).catch((cause: unknown) => {
    const message = `The services file ${path} cannot be read: ${fileFault(cause)}. Correct TIPOFF_SERVICES_FILE, or unset it to use the built-in services.`;
    throw new Problem({ code: 'bad_services', message, cause });
  });
}

async function readLimited(path: string): Promise<string> {
  assertReadable(await stat(path), MAX_BYTES);
  return await readFile(path, 'utf8');
}
