import { expect, test } from 'vitest';
import { receiptPage } from './receipt-page.ts';

const receipt = {
  language: 'en',
  title: 'Receipt',
  lines: [{ label: 'Purse', value: '€23.90' }],
  footer: 'Thank you.',
} as const;

test('a receipt shows each line', () => {
  expect(receiptPage({ ...receipt, lines: [...receipt.lines] })).toContain('<th>Purse</th><td>€23.90</td>');
});

test('text is never markup', () => {
  const page = receiptPage({
    ...receipt,
    title: '<script>x</script>',
    lines: [{ label: '"&', value: '<b>' }],
  });
  expect(page).not.toContain('<script>');
  expect(page).toContain('&lt;script&gt;');
  expect(page).toContain('<th>&quot;&amp;</th><td>&lt;b&gt;</td>');
});

test('a receipt in Arabic reads from right to left', () => {
  expect(receiptPage({ ...receipt, language: 'ar', lines: [] })).toContain('dir="rtl"');
});
