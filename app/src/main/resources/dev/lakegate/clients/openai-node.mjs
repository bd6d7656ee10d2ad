// OpenAI's client for Node.js, against serving endpoints through Lakegate's route "{{route}}": npm install openai
// Put your endpoint's name in.
import { readFileSync } from 'node:fs';
import OpenAI from 'openai';

const client = new OpenAI({
  baseURL: 'http://127.0.0.1:{{port}}/serving-endpoints',
  apiKey: readFileSync("{{key_file}}", 'utf8').trim(), // read when this runs: no key stands here
});
const answer = await client.chat.completions.create({
  model: 'ENDPOINT',
  messages: [{ role: 'user', content: 'Who are you?' }],
});
console.log(answer.choices[0].message.content);
