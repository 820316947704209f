import { z } from 'zod';

const size = z
  .string()
  .regex(/^\d+x\d+$/, 'expected WIDTHxHEIGHT in pixels, as in 1080x1920')
  .transform((text) => {
    const [width = 0, height = 0] = text.split('x').map(Number);
    return { width, height };
  });

const schema = z.object({
  ELECTRON_DOUBLE_CHROMIUM: z.string().default('/usr/bin/chromium'),
  ELECTRON_DOUBLE_USER_DATA: z.string().optional(),
  ELECTRON_DOUBLE_ENDPOINT_FILE: z.string().optional(),
  ELECTRON_DOUBLE_WINDOW: size.default({ width: 1080, height: 1920 }),
  ELECTRON_DOUBLE_HANG_MS: z.coerce.number().int().positive().default(15_000),
  DISPLAY: z.string().optional(),
});

const parsed = schema.parse(process.env);

/** An x coordinate beyond any screen's left edge that X, which counts with 16 bits, can still express. */
export const OUT_OF_SIGHT = -20_000;

/** What README.md's table of variables says. */
export const environment = {
  chromium: parsed.ELECTRON_DOUBLE_CHROMIUM,
  userData: parsed.ELECTRON_DOUBLE_USER_DATA,
  endpointFile: parsed.ELECTRON_DOUBLE_ENDPOINT_FILE,
  display: parsed.ELECTRON_DOUBLE_WINDOW,
  hangMs: parsed.ELECTRON_DOUBLE_HANG_MS,
  headless: parsed.DISPLAY === undefined || parsed.DISPLAY === '',
};
