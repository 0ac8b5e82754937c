/**
 * JSON that PostgreSQL takes: chat text may hold a NUL character, or half an emoji cut off by somebody's phone, and
 * jsonb refuses both. One such message must not keep the others of its batch from being stored.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, held: unknown) => (typeof held === 'string' ? storable(held) : held))
}

/** Text that PostgreSQL takes: without NUL, and with U+FFFD for half of a surrogate pair. */
export function storable(text: string): string {
  return text
    .replaceAll('\0', '')
    .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD')
}
