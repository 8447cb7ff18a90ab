import { expect, it } from 'vitest';
import { parseUrl, renderMasked, renderUrl } from '../../../server/src/dialect/url';

it.for([
  'postgresql://shop:secret@localhost:5432/shop',
  'postgresql+psycopg2://a%40b:p%40ss%2Fw%3Ard%25@db.example.com/shop',
  'postgresql://u:@h/d',
  'postgresql://u@[::1]:5433/d',
  'postgresql:///shop?host=%2Fvar%2Frun%2Fpostgresql&options=-csearch_path%3Dapp%2Cpublic',
  'postgresql://h1:1/d?host=a&host=b&sslmode=require',
  'postgresql://u:p w+x@h/d?password=p%26q&application_name=a+b',
  'sqlite:////tmp/a folder/shop%20.db',
  'sqlite://',
])('%s is rendered to what is read the same', (text) => {
  const url = parseUrl(text);
  if (url === null) throw new Error('not a URL');
  expect(parseUrl(renderUrl(url))).toEqual(url);
});

it('shows secrets only where they are asked for', () => {
  const url = parseUrl('postgresql://u:hidden@h/d?password=secret');
  if (url === null) throw new Error('not a URL');
  expect(renderUrl(url)).toBe('postgresql://u:hidden@h/d?password=secret');
  expect(renderMasked(url)).not.toMatch(/hidden|secret/);
});
