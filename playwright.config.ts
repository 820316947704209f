import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'e2e/results/runs',
  // pcscd and vpcd's two ports are one per machine
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  // A trace takes as much of the processor as the test: `npx playwright test NAME --trace on` records one where it is wanted.
  use: { screenshot: 'only-on-failure' },
  projects: [
    { name: 'kiosk', testMatch: '*.spec.ts', testIgnore: 'gallery*.spec.ts' },
    // The screens alone, on samples: no reader and no server, so that they can run beside other tests.
    { name: 'screens', testMatch: 'gallery*.spec.ts' },
  ],
  reporter: 'list',
});
