// A small client of a Onewindow hall, in plain JavaScript: Node.js 18 or newer,
// no library. It is written from docs/wire.md alone and meant to be read beside
// it: keys.mjs, nats.mjs, join.mjs and terminal.mjs follow that page's sections.
//
//   node client.mjs join  <token> <identity file> [name]     enrol this device
//   node client.mjs take  <identity file> <theme> [rid]      take a number
//   node client.mjs watch <identity file> <topic>...         show states, live
//
// `take` needs an identity of the role kiosk (or guide, manager), `watch menu`
// one of kiosk, `watch board` one of board. Each line of output is one fact.
// The exit status is 0 when it was done, 2 when the hall refused, 1 otherwise.

import { readFileSync } from 'node:fs';
import { join } from './join.mjs';
import { WireError } from './nats.mjs';
import { Terminal } from './terminal.mjs';

// What a person sees. Names come in three languages; this example speaks English.

const name = (text) => text?.en || text?.['zh-Hans'] || '';

const show = {
  menu: (m) => (m.lines ?? []).map((l) =>
    `${l.prefix} ${name(l.name)}: ` + (l.closed ? `closed (${l.closed.code})` : `${l.waiting} waiting, about ${l.estimate.mean} min`)).join('; '),
  board: (b) => (b.calls ?? []).map((c) => `${c.number} to window ${c.place.label} (${c.state})`).join('; ') || 'nobody is called',
};

const load = (file) => new Terminal(JSON.parse(readFileSync(file, 'utf8')), console.log);

const commands = {
  async join(token, file, label = 'example client') {
    const id = await join(token, file, label);
    console.log(`joined ${id.hall} as ${id.terminal}`);
  },

  async take(file, theme, rid) {
    const terminal = load(file);
    try {
      // The hall's clock first: it may differ from ours, and exp is judged by it.
      const sys = await terminal.query('state.get', { topic: 'sys' });
      terminal.learn(sys.data.at);
      const { data: t, dup } = await terminal.ask('ticket.issue', { theme, language: 'en' }, rid);
      console.log(`number ${t.number} for ${name(t.theme_name)}, ${t.estimate.ahead} before you${dup ? ' (answered before)' : ''}`);
    } finally {
      await terminal.stop();
    }
  },

  async watch(file, ...topics) {
    const terminal = load(file);
    for (const topic of topics) {
      let shown;
      terminal.watch(topic, (msg) => {
        const text = (show[topic] ?? JSON.stringify)(msg.data);
        if (text !== shown) console.log(`${topic} ${msg.epoch}/${msg.seq} ${text}`);
        shown = text;
      });
    }
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => terminal.stop());
    await terminal.running;
  },
};

const [command, ...args] = process.argv.slice(2);
if (!commands[command] || args.length < 2) {
  console.error('usage: client.mjs join <token> <identity file> [name] | take <identity file> <theme> [rid] | watch <identity file> <topic>...');
  process.exit(1);
}
try {
  await commands[command](...args);
} catch (err) {
  if (!(err instanceof WireError)) {
    console.error(err.message);
    process.exit(1);
  }
  console.log(`refused ${err.message}${err.until ? `, until ${err.until}` : ''}`);
  process.exitCode = 2;
}
