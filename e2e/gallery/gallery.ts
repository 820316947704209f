import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { build, type PreviewServer, preview } from 'vite';
import { showHash } from './in-page.ts';

const CONFIG = path.resolve(import.meta.dirname, '../../src/renderer/vite.config.ts');
const VIEWS = { portrait: [1080, 1920], landscape: [1920, 1080], desk: [1280, 800] } as const;
export type View = keyof typeof VIEWS;

/** The renderer's gallery, built and opened: every screen from a sample, without an application behind it. */
export class Gallery {
  readonly page: Page;
  readonly #browser: Browser;
  readonly #server: PreviewServer;
  readonly #folder: string;
  readonly #origin: string;

  private constructor(page: Page, browser: Browser, server: PreviewServer, folder: string) {
    this.page = page;
    this.#browser = browser;
    this.#server = server;
    this.#folder = folder;
    this.#origin = server.resolvedUrls?.local[0] ?? '';
  }

  static async open(): Promise<Gallery> {
    process.env.RECARD_GALLERY = '1';
    const folder = await mkdtemp(path.join(tmpdir(), 'recard-gallery-'));
    await build({ configFile: CONFIG, logLevel: 'error', build: { outDir: folder } });
    const server = await preview({
      configFile: CONFIG,
      logLevel: 'error',
      build: { outDir: folder },
      preview: { port: 0, host: '127.0.0.1' },
    });
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
    const page = await browser.newPage({ reducedMotion: 'reduce' });
    const gallery = new Gallery(page, browser, server, folder);
    await page.goto(`${gallery.#origin}gallery.html#screen=attract`);
    await page.locator('[data-screen=attract]').waitFor();
    return gallery;
  }

  async view(view: View): Promise<void> {
    const [width, height] = VIEWS[view];
    await this.page.setViewportSize({ width, height });
  }

  /** Shows a sample and waits until it is laid out, with its fonts; `settings` as in gallery.tsx. */
  async show(screen: string, settings: Readonly<Record<string, string>> = {}): Promise<void> {
    const hash = new URLSearchParams({ screen, ...settings }).toString();
    await this.page.evaluate(showHash, hash);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
