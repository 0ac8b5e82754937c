const signatures: readonly Readonly<{ mime: string; at: number; bytes: readonly number[] }>[] = [
  { mime: 'image/jpeg', at: 0, bytes: [0xff, 0xd8, 0xff] },
  { mime: 'image/png', at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { mime: 'image/gif', at: 0, bytes: [0x47, 0x49, 0x46, 0x38] },
  { mime: 'image/bmp', at: 0, bytes: [0x42, 0x4d] },
  { mime: 'image/webp', at: 8, bytes: [0x57, 0x45, 0x42, 0x50] },
]

/** The picture's type by its first bytes, whatever its sender calls it; undefined when it is none of jpeg, png, gif, bmp, webp. */
export function pictureType(bytes: Uint8Array): string | undefined {
  return signatures.find((signature) => signature.bytes.every((byte, i) => bytes[signature.at + i] === byte))
    ?.mime
}
