import type { ReceiptText } from '../../shared/contract/ipc.ts';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (char) => ESCAPES[char] ?? char);

/** The receipt as a page of 80 mm paper: the text comes from our own page and is escaped all the same. */
export function receiptPage({ language, title, lines, footer }: ReceiptText): string {
  const rows = lines.map(
    ({ label, value }) => `<tr><th>${escapeHtml(label)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  const direction = language === 'ar' ? 'rtl' : 'ltr';
  return `<!doctype html><html lang="${language}" dir="${direction}"><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title><style>
@page { size: 80mm 200mm; margin: 6mm }
body { font: 10pt/1.45 "Inter", "Noto Sans", sans-serif; margin: 0 }
h1 { font-size: 14pt; margin: 0 0 4mm } table { width: 100%; border-collapse: collapse }
th { text-align: start; font-weight: 400 } td { text-align: end; font-weight: 600; white-space: nowrap }
tr + tr > * { border-top: .2mm solid #999; padding-top: 1mm } p { margin: 5mm 0 0 }
</style><h1>${escapeHtml(title)}</h1><table>${rows.join('')}</table><p>${escapeHtml(footer)}</p></html>`;
}
