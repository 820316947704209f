/** Page sizes in inches, portrait, by the names that `printToPDF` takes. */
const SIZES: Readonly<Record<string, { width: number; height: number }>> = {
  A0: { width: 33.1, height: 46.8 },
  A1: { width: 23.4, height: 33.1 },
  A2: { width: 16.54, height: 23.4 },
  A3: { width: 11.7, height: 16.54 },
  A4: { width: 8.27, height: 11.7 },
  A5: { width: 5.83, height: 8.27 },
  A6: { width: 4.13, height: 5.83 },
  Legal: { width: 8.5, height: 14 },
  Letter: { width: 8.5, height: 11 },
  Tabloid: { width: 11, height: 17 },
  Ledger: { width: 17, height: 11 },
};

/** From Electron's options (inches too) to the protocol's. */
export function pdfOptions(options: Electron.PrintToPDFOptions) {
  const { pageSize = 'Letter', margins = {}, ...same } = options;
  const size = typeof pageSize === 'string' ? SIZES[pageSize] : pageSize;
  if (size === undefined) throw new Error(`Invalid pageSize ${JSON.stringify(pageSize)}`);
  return {
    ...same,
    paperWidth: size.width,
    paperHeight: size.height,
    ...(margins.top === undefined ? {} : { marginTop: margins.top }),
    ...(margins.bottom === undefined ? {} : { marginBottom: margins.bottom }),
    ...(margins.left === undefined ? {} : { marginLeft: margins.left }),
    ...(margins.right === undefined ? {} : { marginRight: margins.right }),
  };
}
