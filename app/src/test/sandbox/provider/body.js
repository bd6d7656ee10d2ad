// The body of a request that is not the library's.
import { errors } from 'oidc-provider';

const LIMIT_BYTES = 4096;

export async function textOf(request) {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > LIMIT_BYTES) throw new errors.InvalidRequest('body too large');
  }
  return text;
}
