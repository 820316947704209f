import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The development server injects styles and a refresh script inline; only there the policy is lifted. */
const policyInBuildsOnly: Plugin = {
  name: 'recard:policy-in-builds-only',
  apply: 'serve',
  transformIndexHtml: (html) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ''),
};

/** The gallery is built only on request: it is for pictures and tests, not for kiosks. */
const gallery = process.env.RECARD_GALLERY === '1' ? ['gallery.html'] : [];

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react(), policyInBuildsOnly],
  build: {
    outDir: '../../out/renderer',
    emptyOutDir: true,
    target: 'chrome140',
    assetsInlineLimit: 0,
    // read from the disk beside it, not over a network
    chunkSizeWarningLimit: 1000,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ['index.html', 'dock.html', ...gallery].map((page) => `${import.meta.dirname}/${page}`),
    },
  },
});
