import { appendFileSync } from 'node:fs';
import pino from 'pino';
import { isDiskFullError } from '../disk-full.ts';
import { errorText } from '../error-text.ts';
import type { Log } from '../log.ts';
import { LOG_REDACTION } from '../log-secrets.ts';

const ONLY_THIS_USER = 0o600;

export interface FileLogSettings {
  readonly path: string;
  readonly instanceId: string;
}

/**
 * The operator's log as a file with one JSON object per line. It contains stack traces but no secrets. The first line
 * creates the file. If a line cannot be written, it goes to stderr and the program continues.
 */
export function fileLog({ path, instanceId }: FileLogSettings): Log {
  const write = (line: string) => {
    try {
      appendFileSync(path, line, { mode: ONLY_THIS_USER });
    } catch (error) {
      const reason = isDiskFullError(error) ? 'the disk is full' : errorText(error);
      process.stderr.write(`The log ${path} cannot be written: ${reason}. The line was: ${line}`);
    }
  };
  const logger = pino(
    {
      base: { instance: instanceId },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: LOG_REDACTION,
      serializers: { error: pino.stdSerializers.err, cause: pino.stdSerializers.err },
    },
    { write },
  );
  return {
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
  };
}
