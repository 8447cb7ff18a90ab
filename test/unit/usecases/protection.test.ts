import { describe, expect, it } from 'vitest';
import { requiredPhrase } from '../../../server/src/usecases/protection';

const database = (label: string, url: string) => ({ identity: { dialect: 'postgresql', label, url, key: label } });
const local = database('shop@localhost', 'postgresql://app:***@localhost/shop');
const production = database('shop@db.prod.example', 'postgresql+psycopg://app:***@db.prod.example/shop');

describe('requiredPhrase', () => {
  it.each([
    [['*prod*'], 'shop@db.prod.example'],
    [['*PROD*'], 'shop@db.prod.example'],
    [['shop@*'], 'shop@localhost'],
    [['postgresql+psycopg://*'], 'shop@db.prod.example'],
    [['prod'], null],
    [['shop@db-prod-example'], null],
    [['*prod*prod*'], null],
    [['*prod.example*example'], null],
    [['shop@localhost*localhost'], null],
    [['shop*@*.*.example*'], 'shop@db.prod.example'],
    [['[s]hop@localhost', 'shop@localhost|x', '.*'], null],
    [[`${'*o'.repeat(30)}*x`], null],
    [['', '  '], null],
    [[], null],
  ])('with %j is %j', (patterns, phrase) => {
    expect(requiredPhrase([local, production], { patterns, target: false })).toBe(phrase);
  });

  it('is asked on a protected target, wherever it leads', () => {
    expect(requiredPhrase([local], { patterns: [], target: true })).toBe('shop@localhost');
  });
});
