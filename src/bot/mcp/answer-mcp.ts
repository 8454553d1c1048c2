import type { IncomingMessage, ServerResponse } from 'node:http';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import type { Actor } from '../../coordination/identity/actor.ts';
import type { App } from '../../operations/app.ts';
import { answerCaller } from '../../operations/kit/answer-caller.ts';
import { authorize } from '../../operations/kit/authorize.ts';
import type { Operation } from '../../operations/kit/operation.ts';
import { connectMcpServer } from './connect-mcp-server.ts';
import { outcomeOfFailure } from './tool-result.ts';

/** An authenticated POST to `/mcp`. */
export interface McpExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly actor: Actor;
  readonly body: unknown;
  /** The host names that the server accepts in a request. After DNS rebinding, a request carries another host name. */
  readonly hosts: readonly string[];
}

export interface McpAnswerSettings {
  readonly app: App;
  readonly operations: readonly Operation[];
  readonly version: string;
}

/**
 * Answers one message of the streamable HTTP transport with JSON. Each message identifies its caller and no state is
 * kept between messages, so a client keeps working after this process is replaced.
 */
export async function answerMcp(settings: McpAnswerSettings, exchange: McpExchange): Promise<void> {
  const { app, operations, version } = settings;
  const { request, response, actor, body, hosts } = exchange;
  const transport = new WebStandardStreamableHTTPServerTransport({
    enableJsonResponse: true,
    enableDnsRebindingProtection: true,
    allowedHosts: [...hosts],
    allowedOrigins: hosts.map((host) => `http://${host}`),
  });
  const mcp = await connectMcpServer(
    {
      operations,
      version,
      perform: (operation, { input, progress }) =>
        answerCaller(app, operation, { input, actor, progress, request: app.newId() }),
      forbidden: (operation) => {
        const permission = authorize(operation, actor, () => app.roles);
        return permission.type === 'refused' ? outcomeOfFailure(permission) : undefined;
      },
      recordDefect: (error) => app.log.error({ error }, 'A tool failed because of a defect'),
    },
    transport,
  );
  try {
    const answer = await transport.handleRequest(webRequest(request), { parsedBody: body });
    response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), 'cache-control': 'no-store' });
    response.end(await answer.text());
  } finally {
    await mcp.close();
  }
}

/** Converts a Node request to a web `Request`. It omits the body, which was already read. */
function webRequest({ method = 'POST', url = '/', headers }: IncomingMessage): Request {
  const given = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  return new Request(new URL(url, `http://${headers.host ?? 'localhost'}`), {
    method,
    headers: new Headers(given.map(([name, value]) => [name, value])),
  });
}
