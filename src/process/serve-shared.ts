import type { RequestListener } from 'node:http';
import type { HttpServer } from '../bot/http/open-server.ts';
import { partsOfRole, type ServeRole } from '../config/serve-config.ts';
import type { App, OpenApp } from '../operations/app.ts';
import type { ProcessPart } from '../platform/process-part.ts';
import { type CommandProcess, configOf, loadApp, openDataSettings, version } from './command-process.ts';
import { httpMounts } from './http-mounts.ts';
import { makeDataFolder } from './make-data-folder.ts';
import { inThisProcess } from './open-data.ts';
import { type StartedParts, startParts } from './start-bot.ts';

/**
 * Starts to serve a role where several processes share the stores. Nobody holds the data folder, so commands do not call
 * this process. Resolves when the process serves.
 */
export async function serveShared(current: CommandProcess, role: ServeRole): Promise<void> {
  const config = configOf(current);
  const parts = partsOfRole(role);
  await makeDataFolder(config.dataFolder);
  const opened = await loadApp(current, parts);
  current.data = inThisProcess(openDataSettings(current), opened);
  await opened.prepare();
  const started = startParts(opened, config, parts);
  current.bot = started;
  const server = await openServer(current, role, { opened, started });
  current.server = server;
  const channel = await started.channel;
  opened.app.log.info({ port: server.port, slack: channel?.slack ?? 'not-here' }, 'serving');
  reportClosedEndpoints(opened.app, parts);
  if (parts.includes('jobs')) opened.resumeGrading();
}

/** Says at the start which endpoints for machines answer 404, because nobody is configured who may call them. */
function reportClosedEndpoints({ push, scheduler, log }: App, parts: readonly ProcessPart[]): void {
  if (parts.includes('worker') && push === undefined)
    log.info({}, 'POST /pubsub/predict is switched off, because GCP_PUSH_ENDPOINT is not set; the workers pull');
  if (parts.includes('jobs') && scheduler === undefined)
    log.info({}, 'POST /jobs/<name> is switched off, because GCP_JOBS_AUDIENCE is not set; the job clock runs');
}

async function openServer(
  current: CommandProcess,
  role: ServeRole,
  { opened: { app }, started }: { readonly opened: OpenApp; readonly started: StartedParts },
): Promise<HttpServer> {
  const config = configOf(current);
  const parts = partsOfRole(role);
  const { person, token, authenticate } = openDataSettings(current);
  const slack = config.slack.mode === 'http' ? { slack: slackListener(started) } : {};
  const { openHttpServer } = await import('../bot/http/open-server.ts');
  return await openHttpServer({
    app,
    ...httpMounts({ app, version, parts, ...slack }),
    person,
    token,
    authenticate: (given) => authenticate(app, given),
    version,
    instance: app.instanceId,
    role,
    parts,
    publicPort: config.serve,
  });
}

/** Slack repeats a request that arrives before the channel is open. */
function slackListener({ channel }: StartedParts): RequestListener {
  let answer: RequestListener | undefined;
  void channel?.then(
    (opened) => {
      answer = opened.answer;
    },
    // `serveShared` handles the error of a channel that was not opened.
    () => undefined,
  );
  return (request, response) => {
    if (answer === undefined) response.writeHead(503).end();
    else answer(request, response);
  };
}
