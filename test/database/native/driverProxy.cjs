'use strict';
// Loaded before the runner (NODE_OPTIONS=--require): stands between it and its drivers, counts what is sent, and ends the
// process where it is told to. FAULT: {"log": file, "at"?: number, "when"?: "before" | "after", "pages"?: number}.

const Module = require('node:module');
const { appendFileSync } = require('node:fs');

const fault = JSON.parse(process.env.FAULT ?? '{}');
let count = 0;

/** Notes a statement; true where the process is to end after it. */
function note(sql) {
  count++;
  appendFileSync(fault.log, `${JSON.stringify(sql)}\n`);
  if (count !== fault.at) return false;
  if (fault.when === 'before') process.kill(process.pid, 'SIGKILL');
  return true;
}

function die() {
  process.kill(process.pid, 'SIGKILL');
}

function wrapSqlite(Database) {
  return class extends Database {
    constructor(path, options) {
      super(path, options);
      this.isScratch = path === ':memory:';
      if (fault.pages !== undefined && !this.isScratch) super.pragma(`max_page_count = ${fault.pages}`);
    }

    prepare(sql) {
      const statement = super.prepare(sql);
      if (this.isScratch) return statement;
      for (const method of ['run', 'all']) {
        const plain = statement[method].bind(statement);
        statement[method] = (...args) => {
          const last = note(sql);
          const answer = plain(...args);
          if (last) die();
          return answer;
        };
      }
      return statement;
    }
  };
}

function wrapPostgres(pg) {
  const plain = pg.Client.prototype.query;
  pg.Client.prototype.query = function query(sql, ...args) {
    if (typeof sql !== 'string') return plain.call(this, sql, ...args);
    const last = note(sql);
    const answer = plain.call(this, sql, ...args);
    return last ? answer.finally(die) : answer;
  };
  return pg;
}

const load = Module._load;
const wrapped = new Map();
Module._load = function (request, ...rest) {
  const found = load.call(this, request, ...rest);
  if (request !== 'pg' && request !== 'better-sqlite3') return found;
  if (!wrapped.has(request)) wrapped.set(request, request === 'pg' ? wrapPostgres(found) : wrapSqlite(found));
  return wrapped.get(request);
};
