import { type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import * as z from 'zod';
import { type HttpProblem, PROBLEM_TYPE } from './problem-details.ts';
import { respondProblem } from './respond.ts';

const Fault = z.object({ code: z.string() });

type Unread = Pick<HttpProblem, 'status' | 'detail' | 'code'>;

/** The responses to requests that Node cannot read, by the error code of Node. */
const REFUSALS: Readonly<Record<string, Unread>> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'headers_too_large', detail: 'The headers are larger than 8 kB.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'too_slow', detail: 'The request took too long to arrive.' },
};
const NOT_HTTP = { status: 400, code: 'not_http', detail: 'This is not an HTTP/1.1 request.' };
const UNKNOWN_EXPECTATION = {
  status: 417,
  code: 'expectation',
  detail: 'The header Expect supports only 100-continue.',
};

/**
 * Node rejects some malformed requests before a handler receives them. This function answers them with Problem Details,
 * like every other refused request.
 */
export function refuseUnreadRequests(server: Server): void {
  server.on('clientError', (error, socket: Socket) => {
    if (!socket.writable) return void socket.destroy();
    const details = detailsOf(REFUSALS[Fault.safeParse(error).data?.code ?? ''] ?? NOT_HTTP);
    const body = JSON.stringify(details);
    const head = [
      `HTTP/1.1 ${details.status} ${details.title}`,
      'connection: close',
      'cache-control: no-store',
      `content-type: ${PROBLEM_TYPE}`,
      `content-length: ${Buffer.byteLength(body)}`,
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  });
  server.on('checkExpectation', (_request, response) => {
    respondProblem(response, detailsOf(UNKNOWN_EXPECTATION));
  });
}

function detailsOf({ status, detail, code }: Unread): HttpProblem {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Refused', status, detail, code };
}
