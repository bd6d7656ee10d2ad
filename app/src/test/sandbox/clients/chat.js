// Speaks with a serving endpoint by OpenAI's client, which finds its address and key in the environment; prints a line
// of JSON for each thing it got.   chat.js MODEL WORDS [STREAM]   streams, and confirms each word when it has it.
import OpenAI from 'openai';

const [model, content, stream] = process.argv.slice(2);
const client = new OpenAI();
const asked = { model, messages: [{ role: 'user', content }] };
const print = (value) => console.log(JSON.stringify(value));

try {
  if (stream === undefined) {
    const completion = await client.chat.completions.create(asked);
    print(completion.choices[0].message.content);
  } else {
    const confirmation = new URL(`/sandbox/confirm?id=${stream}`, client.baseURL);
    const headers = { Authorization: `Bearer ${client.apiKey}` };
    for await (const chunk of await client.chat.completions.create({ ...asked, stream: true, user: stream })) {
      const choice = chunk.choices[0];
      if (choice.finish_reason !== null) {
        print({ finished: choice.finish_reason });
      } else {
        print(choice.delta.content);
        await fetch(confirmation, { method: 'POST', headers });
      }
    }
  }
} catch (error) {
  print({ status: error.status, message: error.message });
}
