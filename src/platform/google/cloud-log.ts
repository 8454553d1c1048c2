import pino from 'pino';
import type { Log } from '../log.ts';
import { LOG_REDACTION } from '../log-secrets.ts';
import type { Trace } from '../trace.ts';

/** Cloud Logging's names of the levels. It shows an entry without one as `DEFAULT`. */
const SEVERITIES: Readonly<Record<string, string>> = { info: 'INFO', warn: 'WARNING', error: 'ERROR' };

export interface CloudLogSettings {
  readonly projectId: string;
  readonly instanceId: string;
  /** The role of the process. */
  readonly role: string;
  /** Returns the trace of the request that is being answered; undefined if there is none. */
  readonly trace: () => Trace | undefined;
  /** Writes one line, which ends in a newline. */
  readonly write: (line: string) => void;
}

/**
 * The operator's log as JSON lines for Cloud Logging, which reads `severity`, `message`, `time` and the trace. It contains
 * stack traces but no secrets.
 */
export function cloudLog({ projectId, instanceId, role, trace, write }: CloudLogSettings): Log {
  const logger = pino(
    {
      base: { instance: instanceId, role },
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ severity: SEVERITIES[label] }) },
      mixin: () => traceFields(projectId, trace()),
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

function traceFields(projectId: string, trace: Trace | undefined): Readonly<Record<string, unknown>> {
  if (trace === undefined) return {};
  return {
    'logging.googleapis.com/trace': `projects/${projectId}/traces/${trace.traceId}`,
    'logging.googleapis.com/trace_sampled': trace.isSampled,
    ...(trace.spanId === undefined ? {} : { 'logging.googleapis.com/spanId': trace.spanId }),
  };
}
