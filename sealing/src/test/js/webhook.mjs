// node webhook.mjs (standardwebhooks|svix) whsec_…   with {"headers":{…},"body":"…"} on standard input.
// Exits 0 only if the library of that name accepts it.
import { readFileSync } from 'node:fs';

const [library, secret] = process.argv.slice(2);
const { Webhook } = await import(library);
const { headers, body } = JSON.parse(readFileSync(0, 'utf8'));
new Webhook(secret).verify(body, headers);
