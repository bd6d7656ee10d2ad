// Node's own http and https, as its proxy libraries use them: an agent that keeps connections, bodies piped; a process for
// each of two cores.
import cluster from 'node:cluster';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';

const { PORT, UPSTREAM_PORT, CA, IDENTITY_TOKEN, WORKSPACE_TOKEN } = process.env;
const agent = new https.Agent({
  keepAlive: true,
  maxFreeSockets: 512,
  ca: readFileSync(CA),
  servername: 'prod.lakegate.test',
  minVersion: 'TLSv1.3',
});
const ofOneHop = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'];

function upstream(request) {
  const headers = { ...request.headers };
  for (const name of ofOneHop) delete headers[name];
  headers.host = 'prod.lakegate.test';
  headers.authorization = `Bearer ${WORKSPACE_TOKEN}`;
  headers['proxy-authorization'] = `Bearer ${IDENTITY_TOKEN}`;
  headers['x-request-id'] = randomUUID();
  return { agent, host: '127.0.0.1', port: UPSTREAM_PORT, method: request.method, path: request.url, headers };
}

function serve(request, response) {
  const forwarded = https.request(upstream(request), (answer) => {
    const headers = { ...answer.headers };
    for (const name of ofOneHop) delete headers[name];
    response.writeHead(answer.statusCode, headers);
    answer.pipe(response);
  });
  forwarded.on('error', () => response.destroy());
  request.pipe(forwarded);
}

function upgrade(request, socket, head) {
  const options = upstream(request);
  Object.assign(options.headers, { connection: 'upgrade', upgrade: request.headers.upgrade });
  const forwarded = https.request(options);
  forwarded.on('upgrade', (answer, far, farHead) => {
    const fields = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}\r\n`).join('');
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${fields}\r\n`);
    socket.write(farHead);
    far.write(head);
    socket.setNoDelay(true);
    far.setNoDelay(true);
    far.pipe(socket).pipe(far);
    far.on('error', () => socket.destroy());
    socket.on('error', () => far.destroy());
  });
  forwarded.on('error', () => socket.destroy());
  forwarded.end();
}

if (cluster.isPrimary) {
  cluster.fork();
  cluster.fork();
  process.on('SIGTERM', () => {
    for (const worker of Object.values(cluster.workers)) worker.process.kill();
    process.exit();
  });
} else {
  const server = http.createServer({ keepAliveTimeout: 300_000, requestTimeout: 0 }, serve);
  server.on('upgrade', upgrade);
  server.listen(PORT, '127.0.0.1');
}
