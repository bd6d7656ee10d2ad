// Reads the server-sent events of stream $1 with Node's own fetch. Prints the data of each as it comes, and only then
// confirms it. The route's address and local key are in the environment, as Databricks' tools have them.
const { DATABRICKS_HOST: host, DATABRICKS_TOKEN: token } = process.env;
const [stream, count] = process.argv.slice(2);
const headers = { Authorization: `Bearer ${token}` };

const response = await fetch(`${host}/sandbox/confirmed-sse?id=${stream}&count=${count}`, { headers });
console.log(`${response.status} ${response.headers.get('content-type')}`);
let unread = '';
for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
  unread += text;
  const events = unread.split('\n\n');
  unread = events.pop();
  for (const event of events) {
    console.log(event.match(/^data: (.*)$/m)[1]);
    await fetch(`${host}/sandbox/confirm?id=${stream}`, { method: 'POST', headers });
  }
}
console.log(`left: ${JSON.stringify(unread)}`);
