import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BrowserWindow } from 'electron';
import { failure } from '../../shared/contract/failure.ts';
import type { ReceiptText } from '../../shared/contract/ipc.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { receiptPage } from './receipt-page.ts';

/** Loads the receipt into a window that nobody sees, and closes it whatever happens. */
async function withReceipt<T>(
  receipt: ReceiptText,
  use: (contents: Electron.WebContents) => Promise<T>,
): Promise<T> {
  const webPreferences = { contextIsolation: true, sandbox: true, nodeIntegration: false, javascript: false };
  const window = new BrowserWindow({ show: false, width: 320, height: 800, webPreferences });
  try {
    await window.loadURL(`data:text/html;charset=utf-8,${encodeURIComponent(receiptPage(receipt))}`);
    return await use(window.webContents);
  } finally {
    window.destroy();
  }
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Writes a file that is on the disk, whole and under its name, or not there. */
async function writeWhole(file: string, content: Uint8Array): Promise<void> {
  const draft = `${file}.unfinished`;
  try {
    await writeFile(draft, content, { flush: true });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  // Windows opens no folder, and has nothing to ask for here.
  if (process.platform === 'win32') return;
  const folder = await open(path.dirname(file), 'r');
  await folder.sync().finally(() => folder.close());
}

/** Writes the receipt as a PDF named by instant and visit. Failure: `receipt-not-saved`. */
export async function saveReceipt(
  receipt: ReceiptText,
  directory: string,
  name: string,
): Promise<Result<{ readonly file: string }>> {
  const file = path.join(directory, `${name}.pdf`);
  try {
    const pdf = await withReceipt(receipt, (contents) =>
      contents.printToPDF({ preferCSSPageSize: true, printBackground: true }),
    );
    await mkdir(directory, { recursive: true });
    await writeWhole(file, pdf);
    return ok({ file });
  } catch (error) {
    return fail(failure('receipt-not-saved', reason(error)));
  }
}

/** Prints without a dialog. Failure: `receipt-not-printed`, also when no printer is configured. */
export async function printReceipt(
  receipt: ReceiptText,
  printer: string | undefined,
): Promise<Result<{ readonly printer: string }>> {
  if (printer === undefined) return fail(failure('receipt-not-printed', 'no receipts.printer is configured'));
  try {
    await withReceipt(
      receipt,
      (contents) =>
        new Promise<void>((resolve, reject) => {
          contents.print({ silent: true, deviceName: printer }, (success, why) =>
            success ? resolve() : reject(new Error(why)),
          );
        }),
    );
    return ok({ printer });
  } catch (error) {
    return fail(failure('receipt-not-printed', reason(error)));
  }
}
