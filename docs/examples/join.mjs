// Enrolment, step by step as in docs/wire.md.

import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { newKey } from './keys.mjs';
import { DIAL_MS, fetchAuthority, Nats, pem, WireError } from './nats.mjs';

// Enrolment, step 1: the token.

function parseToken(text) {
  const bad = new Error('not a join token, or cut short in copying; copy the whole line that begins with ow1.');
  text = text.replace(/\s+/g, '');
  if (!/^ow1\.[A-Za-z0-9_-]+$/.test(text)) throw bad;
  const b = Buffer.from(text.slice(4), 'base64url');
  if (b.length < 60 || b[0] > 1 || b[59] < 1 || b[59] > 8) throw bad;
  const token = {
    tls: b[0] === 1,
    pin: b.subarray(1, 33),
    id: b.subarray(33, 39).toString('hex'),
    secret: b.subarray(39, 55).toString('hex'),
    addrs: [],
  };
  let at = 60;
  for (let i = 0; i < b[59]; i++) {
    const end = at + 1 + (b[at] ?? 256);
    if (b[at] === 0 || end > b.length) throw bad;
    token.addrs.push(b.subarray(at + 1, end).toString());
    at = end;
  }
  if (at !== b.length) throw bad;
  return token;
}

// Enrolment, steps 2 to 8.

export async function join(text, file, name) {
  const token = parseToken(text);
  const key = newKey(); // one key for all tries
  const pass = `${token.id}.${token.secret}`;
  const body = JSON.stringify({ v: 1, pass, key: key.public, sig: key.sign(`join:${token.id}`), name });
  let last;
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; await sleep(250)) {
    for (const addr of token.addrs) {
      const url = `${token.tls ? 'tls' : 'nats'}://${addr}`;
      try {
        const ca = token.tls ? await fetchAuthority(url, token.pin) : undefined;
        const reply = await askToJoin(url, ca, pass, token.id, body);
        if (!reply.ok) throw new WireError(reply.err);
        const { hall, terminal } = reply.data;
        const others = token.addrs.filter((a) => a !== addr).map((a) => url.replace(addr, a));
        const id = { hall, terminal: terminal.id, role: terminal.role, window: terminal.window, urls: [url, ...others],
          ca: ca?.toString('base64'), seed: Buffer.from(key.seed).toString('base64') };
        save(file, id);
        return id;
      } catch (err) {
        last = err;
        if (err instanceof WireError) throw err; // trying again would not help
      }
    }
  }
  throw new WireError({ code: 'unreachable', msg: `the hall could not be reached: ${last.message}` });
}

async function askToJoin(url, ca, pass, tokenID, body) {
  let n;
  try {
    n = await Nats.connect(url, ca && pem(ca), () => ({ user: 'join', pass }));
  } catch (err) {
    if (err.code === 'forbidden') throw new WireError({ code: 'token_refused', msg: 'the join token is unknown, used or expired' });
    throw err;
  }
  try {
    const inbox = `_INBOX_join-${tokenID}.1`;
    return await new Promise((resolve, reject) => {
      n.subscribe(inbox, (data, _, status) => (status === '503' ? reject(new Error('the hall is starting')) : resolve(JSON.parse(data))));
      n.publish('lan.join', body, inbox);
      n.closed.then(reject);
      setTimeout(() => n.end(new Error('no answer to the enrolment')), DIAL_MS).unref();
    });
  } finally {
    n.end();
  }
}

// The identity file.

function save(file, id) {
  const fresh = `${file}.${process.pid}.tmp`;
  const fd = openSync(fresh, 'wx', 0o600);
  writeSync(fd, JSON.stringify(id, null, 2) + '\n');
  fsyncSync(fd);
  closeSync(fd);
  renameSync(fresh, file);
}
