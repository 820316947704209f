import { createRequire, registerHooks } from 'node:module';
import { z } from 'zod';

/** Every `import` and `require` of Electron gets the double, in the application and in what it depends on. */
registerHooks({
  resolve(specifier, context, next) {
    if (!/^electron(\/(main|common|utility))?$/.test(specifier)) return next(specifier, context);
    const file = process.type === 'utility' ? './electron-utility.ts' : './electron.ts';
    return { url: new URL(file, import.meta.url).href, shortCircuit: true };
  },
});

const manifest = createRequire(import.meta.url)('electron/package.json');
const { version } = z.object({ version: z.string() }).parse(manifest);

/** The version whose typings the double is checked against, marked so that nobody takes it for the real one. */
Object.defineProperty(process.versions, 'electron', { value: `${version}-double`, enumerable: true });
