import { err, ok, type Result } from '../../common/result';
import type { EnvironmentChoices } from '../../protocol/commands';
import { type Call, dottedName, EnvironmentText } from './environmentText';

const METADATA = /^([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*):([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)$/;
const VARIABLE = /^[A-Za-z_]\w*$/;

/**
 * Fills in an env.py as Alembic's templates make it: the models' metadata, where the URL comes from, batch mode for SQLite.
 * Nothing else of the text changes; what is so already stays. Where env.py is otherwise, nothing is guessed.
 * @returns the whole new text; the error says what to write where.
 */
export function fillEnvironment(text: string, choices: EnvironmentChoices): Result<string, string> {
  const environment = new EnvironmentText(text);
  const { metadata, urlVariable, renderAsBatch } = choices;
  const refusals = [
    urlVariable === undefined ? null : fillUrl(environment, urlVariable),
    metadata === undefined ? null : fillMetadata(environment, metadata),
    renderAsBatch === true ? fillBatch(environment) : null,
  ].filter((refusal) => refusal !== null);
  return refusals.length === 0 ? ok(environment.changed()) : err(refusals.join(' '));
}

/** Imports what holds the metadata, and puts it in place of `None`. */
function fillMetadata(environment: EnvironmentText, metadata: string): string | null {
  const [, module, expression] = METADATA.exec(metadata) ?? [];
  if (module === undefined || expression === undefined) {
    return `'${metadata}' is no place of metadata. Write module:expression, for example shop.models:Base.metadata.`;
  }
  const [name = ''] = expression.split('.');
  const assignment = environment.assignment('target_metadata');
  const line = `from ${module} import ${name}`;
  const wanted = `'${line}' and 'target_metadata = ${expression}'`;
  if (assignment === null) {
    return `env.py has no 'target_metadata' of its own. Write ${wanted} there, and hand it to context.configure().`;
  }
  const { value } = assignment;
  const imported = environment.statements.some(
    (statement) =>
      statement.kind === 'importFrom' &&
      statement.level === 0 &&
      statement.module === module &&
      statement.names?.some((one) => one.name === name && one.binds.name === name) === true,
  );
  const at = environment.lineOf(value.from);
  if (value.kind === 'dict') {
    return `env.py keeps the metadata of several databases apart: name each in 'target_metadata' in line ${at}.`;
  }
  if (value.kind !== 'none') {
    if (imported && dottedName(value) === expression) return null;
    return `'target_metadata' is ${environment.source(value)} in line ${at} already. Write ${wanted} there, if that is what you want.`;
  }
  if (!imported) {
    if (environment.binds(name)) {
      return `'${name}' means something else in env.py. Import it from ${module} by another name, and write that in line ${at}.`;
    }
    const last = environment.imports.at(-1);
    if (last === undefined) return `env.py imports nothing, which is not expected. Write ${wanted} there.`;
    environment.insertAfter(last.to, '', line);
  }
  environment.replace(value, expression);
  return null;
}

/** Takes the URL from a variable of the environment, for online and offline runs alike. */
function fillUrl(environment: EnvironmentText, variable: string): string | null {
  if (!VARIABLE.test(variable)) return `'${variable}' is no name of an environment variable.`;
  const value = `os.environ["${variable}"]`;
  const set = environment.calls.find((call) => isCallOf(call, /^(context\.)?config\.set_main_option$/) && isUrl(call));
  if (set !== undefined) {
    if (environment.source(set).includes(value)) return null;
    return `Line ${environment.lineOf(set.from)} of env.py sets the URL already. Write ${value} there.`;
  }
  const engines = environment.calls.filter((call) =>
    isCallOf(call, /(^|\.)(async_)?(engine_from_config|create_(async_)?engine)$/),
  );
  const strange = engines.find((call) => !takesMainSection(call));
  if (strange !== undefined) {
    return `env.py does not take its URL from the main section of the configuration. Write ${value} where it makes its engine, in line ${environment.lineOf(strange.from)}, and where it runs offline.`;
  }
  const config = environment.assignment('config');
  const [first] = environment.imports;
  if (engines.length === 0 || config === null || first === undefined || dottedName(config.value) !== 'context.config') {
    return `env.py is not as Alembic makes it. Write ${value} where it takes the URL for its engine.`;
  }
  if (!environment.binds('os')) environment.insertBefore(first.from, 'import os');
  environment.insertAfter(
    config.to,
    '',
    "# A '%' is special to the configuration.",
    'config.set_main_option(',
    `    "sqlalchemy.url", ${value}.replace("%", "%%")`,
    ')',
  );
  return null;
}

/** `render_as_batch=True` for every `context.configure()`. */
function fillBatch(environment: EnvironmentText): string | null {
  const calls = environment.calls.filter((call) => isCallOf(call, /^context\.configure$/));
  if (calls.length === 0) {
    return `env.py does not call context.configure(). Add render_as_batch=True where it does.`;
  }
  for (const call of calls) {
    const at = environment.lineOf(call.from);
    const given = call.arguments.find(({ name }) => name?.name === 'render_as_batch');
    if (given !== undefined) {
      if (given.value.kind === 'boolean' && given.value.value) continue;
      return `context.configure() in line ${at} of env.py has render_as_batch=${environment.source(given.value)}. Make it True there.`;
    }
    const last = call.arguments.at(-1);
    if (last === undefined || call.arguments.some(({ kind }) => kind !== 'keyword')) {
      return `What context.configure() in line ${at} of env.py is given is not all written there. Add render_as_batch=True to it.`;
    }
    const { text } = environment;
    const tail = text.slice(last.to, call.to);
    if (/^\s*,[^\n]*\n/.test(tail)) {
      const indent = /[ \t]*$/.exec(text.slice(0, last.from).split('\n').at(-1) ?? '')?.[0] ?? '';
      environment.insertAfter(last.to + tail.indexOf(','), `${indent}render_as_batch=True,`);
    } else {
      environment.replace({ from: last.to, to: last.to }, ', render_as_batch=True');
    }
  }
  return null;
}

function isCallOf(call: Call, name: RegExp): boolean {
  return name.test(dottedName(call.callee) ?? '');
}

/** `("sqlalchemy.url", …)`. */
function isUrl(call: Call): boolean {
  const first = call.arguments[0]?.value;
  return first?.kind === 'string' && first.value === 'sqlalchemy.url';
}

/** `engine_from_config(config.get_section(config.config_ini_section, …), …)`, as the templates have it. */
function takesMainSection(call: Call): boolean {
  const section = call.arguments[0]?.value;
  if (section?.kind !== 'call' || dottedName(section.callee) !== 'config.get_section') return false;
  const name = section.arguments[0]?.value;
  return name !== undefined && dottedName(name) === 'config.config_ini_section';
}
