// Failures on demand, planned by the control endpoint: {"path", "times", "kind", ...}. The next requests to the path
//   "answer"  are answered with {"status", "error"} in place of the provider
//   "late"    are answered {"millis"} later
//   "lost"    are carried out, and their answers lost: the connection ends
import { setTimeout as later } from 'node:timers/promises';

export class Failures {
  #planned = [];

  plan({ path, times, kind, status = 503, error = 'temporarily_unavailable', millis = 0 }) {
    this.#planned.push({ path, left: times, kind, status, error, millis });
  }

  fail = async (ctx, next) => {
    const failure = this.#planned.find(({ path, left }) => path === ctx.path && left > 0);
    if (!failure) return next();
    failure.left -= 1;
    switch (failure.kind) {
      case 'answer':
        ctx.status = failure.status;
        ctx.body = { error: failure.error };
        return undefined;
      case 'late':
        await later(failure.millis);
        return next();
      case 'lost':
        await next();
        ctx.respond = false;
        ctx.req.socket.destroy();
        return undefined;
      default:
        throw new Error(`no such failure: ${failure.kind}`);
    }
  };
}
