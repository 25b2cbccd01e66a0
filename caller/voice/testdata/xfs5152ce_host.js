// A host of an XFS5152CE over the library in the folder that is named, to hold our
// frames against. caller/voice/referees.sh runs it. Standard input: one text in a
// line; standard output: its frame in hexadecimal.
const Module = require('module');
const load = Module._load;
class SerialPort {
	constructor() { this.isOpen = true; }
	on() {}
	set() {}
	write(b) { console.log(b.toString('hex').toUpperCase()); }
}
Module._load = (name, ...rest) => name === 'serialport' ? SerialPort : load(name, ...rest);
const chip = require(process.argv[2] + '/index.js');
chip.open('/dev/null');
for (const line of require('fs').readFileSync(0, 'utf8').split('\n')) if (line) chip.speak(line);
