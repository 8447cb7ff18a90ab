// Takes the place of @vscode/spdlog in the browser edition: a native module that is not compiled there, and without
// which log channels stay empty. Writes lines to the file, without rotation.
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

class Logger {
  constructor(file) {
    this.file = file;
    this.pattern = false;
  }

  log(level, message) {
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    try {
      mkdirSync(dirname(this.file), { recursive: true });
      appendFileSync(this.file, this.pattern ? `${time} [${level}] ${message}\n` : message);
    } catch {
      // A log that cannot be written stops nobody's work.
    }
  }

  setPattern() {
    this.pattern = true;
  }

  clearFormatters() {
    this.pattern = false;
  }

  setLevel() {}
  flush() {}
  drop() {}
}

for (const level of ['trace', 'debug', 'info', 'error', 'critical']) {
  Logger.prototype[level] = function (message) {
    this.log(level, message);
  };
}
Logger.prototype.warn = function (message) {
  this.log('warning', message);
};

const create = async (_name, file) => new Logger(file);
exports.setLevel = () => undefined;
exports.setFlushOn = () => undefined;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
