import { expect, test } from 'vitest';
import { reviewHtml } from '../../../../client/src/review/reviewHtml';
import { aboutReview, changedDetail, nothingFound } from '../../../../client/src/review/reviewText';
import type { ModelReview } from '../../../../server/src/protocol/autogenerate';

const review: ModelReview = {
  reviewId: 'r',
  projectId: 'p',
  projectName: 'shop',
  databases: [
    { label: 'shop.db', url: 'sqlite:///shop.db', dialect: 'sqlite', current: ['a1'], versionTableExists: true },
  ],
  rows: [],
  reasons: [],
};

test('says where nothing was found, and why that may be', () => {
  expect(nothingFound(review)).toBe('No difference was found between the models and shop.db. No revision was made.');
  expect(nothingFound({ ...review, reasons: ['One.', 'Two.'] })).toMatch(/made\. One\. Two\.$/);
});

test('says what was compared, and that nothing is written yet', () => {
  const row = { key: 'k', file: 0, label: '', destructive: false, ticked: true, requires: [] };
  const rows = [
    { ...row, group: 'order' },
    { ...row, key: 'l', group: 'order' },
  ];
  expect(aboutReview({ ...review, rows }, false)).toBe(
    'The models of shop compared with shop.db: 2 operations on 1 table. Nothing is written before you choose Create Revision.',
  );
  expect(aboutReview({ ...review, rows }, true)).toMatch(/Nothing is written\.$/);
});

test('shortens a long difference', () => {
  expect(changedDetail('a\nb')).toBe('a\nb');
  expect(changedDetail(Array.from({ length: 20 }, (_, index) => `line ${index}`).join('\n'))).toMatch(
    /line 11\n… and 8 more lines in the log$/,
  );
});

test('the page takes its own script and style and nothing else', () => {
  const html = reviewHtml({
    script: 'https://host/review.js',
    style: 'https://host/review.css',
    cspSource: 'https://host',
    nonce: 'n0',
  });
  expect(html).toContain(`content="default-src 'none'; style-src https://host; script-src 'nonce-n0';"`);
  const scripts = [...html.matchAll(/<script[^>]*>/g)].map(([tag]) => tag);
  expect(scripts).toEqual(['<script nonce="n0" src="https://host/review.js">']);
  expect(html).not.toMatch(/\son\w+=|\sstyle=|<style/);
});
