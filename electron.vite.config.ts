import { defineConfig, type UserConfig } from 'electron-vite';
import { loadConfigFromFile, mergeConfig } from 'vite';

export default defineConfig(async ({ command, mode }): Promise<UserConfig> => {
  // loaded, not imported: electron-vite bundles imports, and import.meta.dirname would name this folder
  const renderer = await loadConfigFromFile({ command, mode }, 'src/renderer/vite.config.ts');
  return {
    main: {
      build: {
        // loaded at every start and made of many small files: in one file they cost a third of the time
        externalizeDeps: { exclude: ['zod', 'axios', '@noble/curves', '@noble/hashes', 'cborg'] },
        rolldownOptions: {
          input: { index: 'src/main/index.ts', 'card-process': 'src/main/reader/card-process/entry.ts' },
          // beside the entries, so that import.meta.dirname is out/main in every file
          output: { chunkFileNames: '[name]-[hash].js' },
        },
      },
    },
    preload: {
      build: {
        // a sandboxed preload is one CommonJS file that can require nothing but Electron's own few modules
        externalizeDeps: false,
        isolatedEntries: true,
        rolldownOptions: {
          input: { kiosk: 'src/preload/kiosk.ts', dock: 'src/preload/dock.ts' },
          output: { format: 'cjs', entryFileNames: '[name].cjs' },
        },
      },
    },
    // Vite resolves outDir from the renderer's root, electron-vite from here
    renderer: mergeConfig(renderer?.config ?? {}, { build: { outDir: 'out/renderer' } }),
  };
});
