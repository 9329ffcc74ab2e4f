import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

export interface Host {
  readonly port: number;
  close(): void;
}

const listen = (server: Server): Promise<Host> =>
  new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, () => {
      const address = server.address();
      if (address === null || typeof address === 'string') return reject(new Error('no port'));
      resolve({
        port: address.port,
        close: () => {
          server.close();
          server.closeAllConnections();
        },
      });
    });
  });

/** dist/ under a sub-path, as a plain static host serves it: no CORS header, no special types. */
export const serveBuild = (under: string): Promise<Host> =>
  listen(
    createServer((request, response) => {
      const path = decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname);
      const inside = path.startsWith(under) ? normalize(path.slice(under.length)) : '..';
      if (inside.startsWith('..')) return void response.writeHead(404).end();
      readFile(join(DIST, inside)).then(
        (content) => {
          response.writeHead(200, { 'content-type': TYPES[extname(inside)] ?? 'application/octet-stream' });
          response.end(content);
        },
        () => response.writeHead(404).end(),
      );
    }),
  );

/** One page of HTML at every path. */
export const servePage = (html: string): Promise<Host> =>
  listen(
    createServer((request, response) => {
      if (request.url === '/favicon.ico') return void response.writeHead(204).end();
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
    }),
  );
