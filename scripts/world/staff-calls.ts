import { once } from 'node:events';
import http from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

const CallSchema = z.looseObject({ reference: z.string(), text: z.string() });
export type TakenCall = z.infer<typeof CallSchema>;

/** What a branch has for `staff.callUrl`, a pager or a chat service, in its simplest form. */
export async function takeStaffCalls(onCall: (call: TakenCall) => void) {
  const server = http.createServer((request, response) => {
    void text(request).then((body) => {
      onCall(CallSchema.parse(JSON.parse(body)));
      response.writeHead(204).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { url: `http://127.0.0.1:${address.port}/`, close: () => server.close() };
}
