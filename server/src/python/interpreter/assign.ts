import type { Expression } from '../ast';
import { raise } from './exception';
import type { Machine } from './machine';
import { pyList } from './make';
import type { Scope } from './scope';
import { setItem, deleteItem } from './subscripts';
import { type PyValue, type Site, unknownPy } from './value';
import { typeName } from './values/typeName';

/**
 * `target = value`
 * @throws PyRaised what Python raises
 */
export function assign(machine: Machine, target: Expression, value: PyValue, scope: Scope): void {
  switch (target.kind) {
    case 'name':
      scope.set(target.name, value);
      return;
    case 'tuple':
    case 'list':
      unpack(machine, target.items, machine.site(target, scope), value, scope);
      return;
    case 'attribute':
      machine.setAttribute(
        machine.evaluate(target.object, scope),
        target.name.name,
        value,
        machine.site(target, scope),
      );
      return;
    case 'subscript': {
      const object = machine.evaluate(target.object, scope);
      setItem(object, machine.evaluate(target.index, scope), value, machine.site(target, scope));
      return;
    }
    case 'star':
      assign(machine, target.value, value, scope);
      return;
    case 'unknown':
      machine.notFollowed(target.reason, machine.site(target, scope).place);
      for (const { name } of target.names) scope.set(name, unknownPy(target.reason));
      return;
    default:
      raise('SyntaxError', 'cannot assign to this expression');
  }
}

function unpack(machine: Machine, targets: readonly Expression[], site: Site, value: PyValue, scope: Scope): void {
  const values: PyValue[] = [];
  if (value.kind !== 'unknown' && value.kind !== 'host' && !isIterable(value)) {
    raise('TypeError', `cannot unpack non-iterable ${typeName(value)} object`);
  }
  const complete = machine.each(value, site, (item) => {
    values.push(item);
    return true;
  });
  if (!complete) {
    const unknown = value.kind === 'unknown' ? value : unknownPy('It is unpacked from something that is not known.');
    machine.mayRaise();
    for (const part of targets) assign(machine, part, unknown, scope);
    return;
  }
  const star = targets.findIndex(({ kind }) => kind === 'star');
  if (star < 0 ? values.length !== targets.length : values.length < targets.length - 1) {
    const few = values.length < targets.length;
    raise('ValueError', few ? 'not enough values to unpack' : `too many values to unpack (expected ${targets.length})`);
  }
  const behind = targets.length - 1 - star;
  for (const [index, part] of targets.entries()) {
    if (index === star) assign(machine, part, pyList(values.slice(star, values.length - behind)), scope);
    else {
      const place = star >= 0 && index > star ? values.length - targets.length + index : index;
      assign(machine, part, values[place] ?? unknownPy('It is not there.'), scope);
    }
  }
}

function isIterable({ kind }: PyValue): boolean {
  return (
    kind === 'tuple' || kind === 'list' || kind === 'set' || kind === 'dict' || kind === 'string' || kind === 'bytes'
  );
}

/** `del target` */
export function remove(machine: Machine, target: Expression, scope: Scope): void {
  switch (target.kind) {
    case 'name':
      if (!scope.remove(target.name) && scope.module.mayHold === undefined) {
        raise('NameError', `name '${target.name}' is not defined`);
      }
      return;
    case 'tuple':
    case 'list':
      for (const item of target.items) remove(machine, item, scope);
      return;
    case 'subscript':
      deleteItem(
        machine.evaluate(target.object, scope),
        machine.evaluate(target.index, scope),
        machine.site(target, scope),
      );
      return;
    case 'attribute': {
      const object = machine.evaluate(target.object, scope);
      machine.giveAway([object], 'An attribute of it was deleted.', false);
      return;
    }
    default:
      machine.notFollowed('What it deletes is not understood.', machine.site(target, scope).place);
  }
}
