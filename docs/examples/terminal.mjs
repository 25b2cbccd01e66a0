// A terminal that is signed in and stays connected for as long as it lives:
// requests, states and heartbeats of docs/wire.md.

import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { keyFromSeed } from './keys.mjs';
import { Nats, pem, WireError } from './nats.mjs';

export class Terminal {
  // id is what the identity file holds; say takes lines about the connection.
  constructor(id, say = () => {}) {
    this.id = id;
    this.say = say;
    this.key = keyFromSeed(Buffer.from(id.seed, 'base64').toString());
    this.ca = id.ca && pem(Buffer.from(id.ca, 'base64'));
    // Answers come to a prefix of this run, so that none of an earlier run fits.
    this.inbox = `_INBOX_${id.terminal}.${randomBytes(8).toString('hex')}`;
    this.serial = 0;
    this.open = new Map(); // requests without an answer, by reply subject
    this.topics = new Map(); // what is watched, by topic
    this.epoch = '';
    this.skew = 0; // hall time minus our own, in ms
    this.why = 'not connected yet';
    this.down();
    this.running = this.run();
  }

  // "Signing in": connects, and reconnects for ever.
  async run() {
    let good = 0;
    for (let tries = 0; !this.stopped; tries++) {
      const i = tries % 2 === 0 ? good : (tries >> 1) % this.id.urls.length;
      try {
        const n = await Nats.connect(this.id.urls[i], this.ca, (nonce) => ({
          name: this.id.terminal, nkey: this.key.public, sig: this.key.sign(nonce) }));
        if (this.stopped) n.end();
        good = i;
        tries = 0;
        this.up(n);
        this.why = (await n.closed).message;
        this.down();
      } catch (err) {
        this.why = err.message;
      }
      if (this.stopped) break;
      this.say(`link down: ${this.why}`);
      await sleep(25 * 2 ** Math.min(tries, 3) * (1 + 2 * Math.random()));
    }
  }

  down() {
    this.nats = undefined;
    for (const x of this.open.values()) x.wake(); // no answer comes on this connection
    this.connected = new Promise((done) => { this.nowConnected = done; });
  }

  up(n) {
    n.onDenied = (subject) => {
      for (const x of this.open.values()) if (x.subject === subject) x.take({ denied: true });
    };
    n.subscribe(`${this.inbox}.*`, (data, subject, status) => this.open.get(subject)?.take({ data, status }));
    n.subscribe('lan.ev.sys', (data) => this.heartbeat(JSON.parse(data)));
    // "Staying right", rule 1: subscribe first, then fetch.
    for (const topic of this.topics.keys()) n.subscribe(`lan.ev.${topic}`, (data) => this.take(JSON.parse(data)));
    const beat = () => n.publish(`lan.hb.${this.id.terminal}`, JSON.stringify({ v: 1, version: 'example/1',
      revs: Object.fromEntries([...this.topics].filter(([, t]) => t.seq).map(([topic, t]) => [topic, t.seq])) }));
    beat();
    const beats = setInterval(beat, 5000);
    n.closed.then(() => clearInterval(beats));
    this.nats = n;
    this.nowConnected();
    this.fetchAll();
  }

  async stop() {
    this.stopped = true;
    this.nats?.end(new Error('stopped'));
    this.nowConnected(); // whoever waits for a connection waits in vain
    await this.running;
  }

  // "Clocks": the hall's decides; ours is corrected by what the hall has said.
  hallNow() { return Date.now() + this.skew; }

  learn(at) { this.skew = Date.parse(at) - Date.now(); }

  // "Epoch and seq": whether a message or an answer of that epoch may be believed.
  admit(epoch) {
    if (!epoch || epoch === this.epoch) return true;
    const counter = (e) => Number(e.split('-')[0]);
    if (this.epoch && counter(epoch) <= counter(this.epoch)) return false;
    const newer = this.epoch !== '';
    this.epoch = epoch;
    if (newer) {
      for (const t of this.topics.values()) t.seq = t.fetched = 0; // they count another history
      this.fetchAll();
    }
    return true;
  }

  // "Requests" and "Retrying". Whatever happens on the way, a request is done
  // once at most, because it keeps its rid over all tries.
  ask(verb, data, rid = randomBytes(12).toString('hex')) {
    return this.request(verb, { v: 1, rid, data });
  }

  // A query changes nothing, and so it needs neither rid nor exp.
  query(verb, data) {
    return this.request(verb, { v: 1, data });
  }

  async request(verb, request) {
    const replyTo = `${this.inbox}.${++this.serial}`;
    const x = exchange(`lan.req.${this.id.terminal}.${verb}`);
    this.open.set(replyTo, x);
    try {
      return await this.tries(x, replyTo, request);
    } finally {
      this.open.delete(replyTo);
    }
  }

  async tries(x, replyTo, request) {
    const deadline = performance.now() + 5000;
    let sent = false, corrected = false, back = 50;
    for (;;) {
      const left = deadline - performance.now();
      if (left <= 0 || this.stopped) break;
      const n = this.nats;
      if (!n) {
        await Promise.race([this.connected, sleep(left, undefined, { ref: false })]);
        continue;
      }
      if (request.rid) request.exp = new Date(this.hallNow() + left).toISOString();
      if (sent) this.say(`asking ${x.subject} again`);
      n.publish(x.subject, JSON.stringify(request), replyTo);
      // The last try waits half a second more, for an answer under way.
      const got = await x.answer(left > 1500 ? 1500 : left + 500);
      if (got?.denied) throw new WireError({ code: 'forbidden', msg: `the hall does not let a ${this.id.role} use ${x.subject}` });
      if (got?.status === '503') {
        await sleep(50);
        continue;
      }
      sent = true; // and from now on the outcome is unknown until an answer comes
      if (!got) continue;
      const reply = JSON.parse(got.data);
      if (!reply.dup && !this.admit(reply.epoch)) throw new WireError({ code: 'stale_epoch', msg: `the hall answers from history ${reply.epoch}` });
      if (reply.ok) return reply;
      const { code, params } = reply.err;
      if (code === 'expired' && params?.now && !corrected) {
        this.learn(params.now);
        corrected = true;
      } else if (code === 'overloaded' || code === 'shutting_down' || code === 'unreachable') {
        await sleep(back);
        back = Math.min(2 * back, 800);
      } else {
        throw new WireError(reply.err);
      }
    }
    throw new WireError({ code: 'unreachable', msg: this.nats ? 'no answer came in time' : this.why,
      hint: sent && request.rid ? `it is not known whether it was done; ask again with the rid ${request.rid}` : 'nothing was done' });
  }

  // "State messages": show(message) is called with each newer state of topic.
  watch(topic, show) {
    this.topics.set(topic, { show, seq: 0, fetched: 0 });
    this.nats?.subscribe(`lan.ev.${topic}`, (data) => this.take(JSON.parse(data)));
    if (this.nats) this.fetch(topic);
  }

  take(msg) {
    const t = this.topics.get(msg.topic);
    if (!t || msg.v !== 1 || !this.admit(msg.epoch) || msg.seq < t.seq) return;
    t.seq = msg.seq;
    t.show(msg);
  }

  fetchAll() {
    for (const topic of this.topics.keys()) this.fetch(topic);
  }

  async fetch(topic, announced = 0) {
    const t = this.topics.get(topic);
    if (t.fetching) return;
    t.fetching = true;
    for (;;) {
      try {
        this.take((await this.query('state.get', { topic })).data);
        t.fetched = Math.max(t.fetched, announced);
        break;
      } catch (err) {
        if (this.stopped) break;
        this.say(`refused ${topic}: ${err.message}`);
        if (['forbidden', 'bad_request'].includes(err.code)) break; // until the next reconnect
      }
      await sleep(500);
    }
    t.fetching = false;
  }

  // "Heartbeats", the hall's: its clock, and how far its history has come.
  heartbeat(msg) {
    if (!this.admit(msg.epoch)) return;
    this.learn(msg.data.at);
    for (const [topic, t] of this.topics) {
      const behind = () => msg.data.seq > Math.max(t.seq, t.fetched);
      if (behind()) setTimeout(() => behind() && this.fetch(topic, msg.data.seq), 50 + 200 * Math.random());
    }
  }
}

// One request on its way: take gives it what came for it, answer waits for that,
// wake ends the waiting. What comes between two tries is kept: a late answer
// counts.
function exchange(subject) {
  const came = [];
  const x = {
    subject,
    wake() {},
    take(v) {
      came.push(v);
      x.wake();
    },
    async answer(ms) {
      if (came.length === 0) {
        await new Promise((done) => {
          const timer = setTimeout(done, ms);
          x.wake = () => { clearTimeout(timer); done(); };
        });
      }
      return came.shift();
    },
  };
  return x;
}
