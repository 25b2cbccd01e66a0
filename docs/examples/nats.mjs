// The transport of docs/wire.md: TCP, then TLS at once, then a check of the
// hall's authority, then as much of the NATS protocol as a terminal needs.

import { createHash, X509Certificate } from 'node:crypto';
import { connect as tcp, isIP } from 'node:net';
import tls from 'node:tls';

// A refusal by the hall, or a failure that has a code of the page.
export class WireError extends Error {
  constructor({ code, msg, hint, until, params }) {
    super(`${code}: ${msg}${hint ? ` (${hint})` : ''}`);
    Object.assign(this, { code, until, params });
  }
}

export const DIAL_MS = 3000;

// Opens a socket to url ("tls://host:port"). With ca (PEM) the server must have
// a certificate of that authority; without, nothing is checked.
function open(url, ca) {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const secure = protocol === 'tls:';
  if (!secure && !['localhost', '127.0.0.1', '::1'].includes(host)) {
    throw new Error(`${url} without TLS: allowed on the hall's own machine only`);
  }
  const socket = secure
    ? tls.connect({
        host, port, ca,
        minVersion: 'TLSv1.3',
        servername: isIP(host) ? '' : host,
        rejectUnauthorized: ca !== undefined,
        checkServerIdentity: () => undefined, // addresses in a hall change; the authority counts
      })
    : tcp({ host, port });
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => socket.destroy(new Error(`${url}: no connection in ${DIAL_MS} ms`)), DIAL_MS);
    socket.once('error', (err) => { clearTimeout(late); reject(err); });
    socket.once(secure ? 'secureConnect' : 'connect', () => { clearTimeout(late); resolve(socket); });
  });
}

// Fetches the authority's certificate (DER) that fits the pin of a token. It
// sends nothing over that connection; the next one is checked by TLS itself.
export async function fetchAuthority(url, pin) {
  const socket = await open(url);
  let cert = socket.getPeerCertificate(true);
  socket.destroy();
  for (let i = 0; i < 4 && cert?.raw; i++, cert = cert.issuerCertificate) {
    const x = new X509Certificate(cert.raw);
    const spki = x.publicKey.export({ format: 'der', type: 'spki' });
    if (x.ca && createHash('sha256').update(spki).digest().equals(pin)) return cert.raw;
  }
  throw new WireError({ code: 'forbidden', msg: 'the server is not the hall that made the token' });
}

export const pem = (der) => new X509Certificate(der).toString();

// One connection, from the handshake to its end.
export class Nats {
  // Connects and logs in. login(nonce) gives the fields of CONNECT that say who
  // we are.
  static async connect(url, ca, login) {
    const n = new Nats();
    n.socket = await open(url, ca);
    n.rest = Buffer.alloc(0);
    n.subs = new Map(); // sid -> function(data, subject, status)
    n.sid = 0;
    n.unanswered = 0;
    n.onDenied = () => {};
    n.closed = new Promise((done) => { n.whenClosed = done; });
    n.socket.on('data', (d) => n.read(d));
    n.socket.on('error', (err) => n.end(err));
    n.socket.on('close', () => n.end(new Error('the connection was lost')));
    const late = setTimeout(() => n.end(new Error('the hall does not answer the login')), DIAL_MS);
    try {
      await new Promise((resolve, reject) => {
        n.onPong = resolve; // the first PONG says that the login was accepted
        n.closed.then(reject);
        n.onInfo = (info) => {
          n.onInfo = () => {}; // only the first one has a nonce; later ones change nothing for us
          n.write('CONNECT ' + JSON.stringify({ verbose: false, pedantic: false, headers: true, no_responders: true, protocol: 1,
            lang: 'javascript', version: '1', ...login(info.nonce) }) + '\r\nPING\r\n');
        };
      });
    } finally {
      clearTimeout(late);
    }
    n.onPong = () => {};
    n.pings = setInterval(() => {
      if (++n.unanswered > 2) n.end(new Error('the hall does not answer'));
      else n.write('PING\r\n');
    }, 2000);
    return n;
  }

  write(text) {
    if (!this.ended) this.socket.write(text);
  }

  publish(subject, data, replyTo = '') {
    this.write(`PUB ${subject} ${replyTo && replyTo + ' '}${Buffer.byteLength(data)}\r\n${data}\r\n`);
  }

  subscribe(subject, take) {
    this.subs.set(String(++this.sid), take);
    this.write(`SUB ${subject} ${this.sid}\r\n`);
  }

  // Cuts what has arrived into lines and messages; half of one stays in rest.
  read(data) {
    this.rest = Buffer.concat([this.rest, data]);
    for (;;) {
      const eol = this.rest.indexOf('\r\n');
      if (eol < 0) return;
      const line = this.rest.subarray(0, eol).toString();
      const word = line.split(' ', 1)[0].toUpperCase();
      let next = eol + 2;
      if (word === 'MSG' || word === 'HMSG') {
        const f = line.split(' ');
        const total = Number(f.at(-1));
        if (this.rest.length < next + total + 2) return;
        const head = word === 'HMSG' ? Number(f.at(-2)) : 0;
        const status = this.rest.subarray(next, next + head).toString().split(/[ \r\n]/)[1];
        const body = this.rest.subarray(next + head, next + total).toString();
        this.rest = this.rest.subarray(next + total + 2);
        this.subs.get(f[2])?.(body, f[1], status);
        continue;
      }
      this.rest = this.rest.subarray(next);
      if (word === 'PING') this.write('PONG\r\n');
      else if (word === 'PONG') { this.unanswered = 0; this.onPong(); }
      else if (word === 'INFO') this.onInfo(JSON.parse(line.slice(5)));
      else if (word === '-ERR') this.error(line.slice(5));
    }
  }

  error(text) {
    const denied = /Permissions Violation for \w+ to "([^"]+)"/i.exec(text);
    if (denied) this.onDenied(denied[1]); // the connection stays
    else if (/authorization/i.test(text)) this.end(new WireError({ code: 'forbidden', msg: 'the hall refuses this key or token' }));
    else this.end(new Error(text));
  }

  end(err) {
    if (this.ended) return;
    this.ended = true;
    clearInterval(this.pings);
    this.socket.destroy();
    this.whenClosed(err);
  }
}
