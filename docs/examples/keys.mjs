// Keys, as docs/wire.md describes them: NATS user NKeys, which are base32 of a
// prefix, 32 bytes, and a CRC-16.

import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function base32(bytes) {
  let bits = 0, value = 0, text = '';
  for (const b of bytes) {
    value = (value << 8) | b;
    for (bits += 8; bits >= 5; bits -= 5) text += BASE32[(value >> (bits - 5)) & 31];
    value &= 0xff; // only the bits that are still to be written matter
  }
  return bits > 0 ? text + BASE32[(value << (5 - bits)) & 31] : text;
}

function unbase32(text) {
  let bits = 0, value = 0;
  const bytes = [];
  for (const c of text) {
    value = ((value << 5) | BASE32.indexOf(c)) & 0xfff;
    if ((bits += 5) >= 8) bytes.push((value >> (bits -= 8)) & 0xff);
  }
  return Buffer.from(bytes);
}

function crc16(bytes) {
  let crc = 0;
  for (const b of bytes) {
    crc ^= b << 8;
    for (let i = 0; i < 8; i++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc;
}

function nkey(...parts) {
  const raw = Buffer.concat(parts);
  const crc = crc16(raw);
  return base32(Buffer.concat([raw, Buffer.from([crc & 0xff, crc >> 8])]));
}

// Node wants keys in DER. For Ed25519 that is a fixed head before the 32 bytes.
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

// The key pair of a 32-byte seed: its two texts and how to sign with it.
function keyOf(seed) {
  const secret = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
  const point = createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(-32);
  return {
    public: nkey(Buffer.from([0xa0]), point),
    seed: nkey(Buffer.from([0x95, 0x00]), seed),
    sign: (text) => sign(null, Buffer.from(text), secret).toString('base64url'),
  };
}

export const newKey = () =>
  keyOf(generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32));

export const keyFromSeed = (text) => keyOf(unbase32(text).subarray(2, 34));
