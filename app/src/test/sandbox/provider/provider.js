// The OpenID provider of Lakegate's sandbox, on loopback, for tests and for trying out.
//
//   node provider.js [CONFIG.json]      without a file, the first line of standard input is the configuration
//
// Prints one line, {"issuer":"..."}, when it is ready, and ends when its standard input does, so that it never
// outlives the rig that started it, however that one ended. The configuration's keys are in settings.js.
import './console.js';

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createInterface } from 'node:readline';

import { control, Counters } from './control.js';
import { Failures } from './failures.js';
import { SigningKeys } from './keys.js';
import { Memory } from './memory.js';
import { openIdProvider } from './openid.js';
import { readSettings } from './settings.js';
import { signInPages } from './sign-in.js';

function end(problem) {
  console.error(`sandbox provider: ${problem}`);
  process.exit(1);
}

function configuration(file) {
  return new Promise((resolve) => {
    const input = createInterface({ input: process.stdin });
    input.on('close', () => process.exit(0));
    if (file) {
      resolve(readFileSync(file, 'utf8'));
    } else {
      input.once('line', resolve);
    }
  });
}

async function listen(server, port) {
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server.address().port;
}

async function start() {
  const settings = readSettings(await configuration(process.argv[2]));
  const keys = await SigningKeys.generate();
  const memory = new Memory({ forgetsUsed: !settings.features.reuseDetection });
  const counters = new Counters();
  const failures = new Failures();
  const cookieKeys = [randomBytes(32).toString('base64url')];

  let handle;
  const server = settings.tls
    ? createHttpsServer(
        { cert: readFileSync(settings.tls.certificate), key: readFileSync(settings.tls.key) },
        (request, response) => handle(request, response),
      )
    : createHttpServer((request, response) => handle(request, response));
  const port = await listen(server, settings.port);
  const issuer = settings.tls ? `https://${settings.tls.host}:${port}` : `http://127.0.0.1:${port}`;

  // The library reads its keys once, so other keys mean another provider on the same memory.
  const serve = () => {
    const provider = openIdProvider({ issuer, settings, keys, memory, cookieKeys });
    provider.use(failures.fail);
    provider.use(counters.count);
    provider.use(signInPages(provider, settings));
    if (settings.controlSecret) {
      provider.use(control({ secret: settings.controlSecret, counters, failures, keys, keysChanged: serve }));
    }
    handle = provider.callback();
  };
  serve();
  console.log(JSON.stringify({ issuer }));
}

start().catch((error) => end(error.message));
