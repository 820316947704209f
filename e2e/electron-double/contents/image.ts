import { type Members, whole } from '../guard.ts';

/** A picture that Chromium took, as Electron's image. */
export function nativeImage(png: Buffer): Electron.NativeImage {
  return whole<Electron.NativeImage>('nativeImage', {
    isEmpty: () => png.length === 0,
    toPNG: () => png,
    toDataURL: () => `data:image/png;base64,${png.toString('base64')}`,
    // Width and height stand big-endian at the start of the header chunk (PNG, 11.2.2).
    getSize: () => ({ width: png.readUInt32BE(16), height: png.readUInt32BE(20) }),
  } satisfies Members<Electron.NativeImage>);
}
