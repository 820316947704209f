import { defineConfig } from 'vitest/config';

const PCSC = '**/*.pcsc.test.ts';

export default defineConfig({
  test: {
    allowOnly: false,
    // vitest alone would leave one core idle, which on a machine of two is half of it
    maxWorkers: '100%',
    // These end what hangs and measure nothing: on a machine that is busy a test may take many times as long as alone.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'src/**/*.test.{ts,tsx}',
            'e2e/electron-double/**/*.test.ts',
            '{bench,campaign,scripts}/**/*.test.ts',
          ],
          exclude: [PCSC, '**/node_modules/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'pcsc',
          include: [`{src,e2e,bench,campaign,scripts}/${PCSC}`],
          exclude: ['**/node_modules/**'],
          // pcscd and vpcd's two ports are one per machine
          fileParallelism: false,
        },
      },
    ],
  },
});
