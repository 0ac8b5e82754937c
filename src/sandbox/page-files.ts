import type { Context, Middleware, Next } from 'koa'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

const root = join(import.meta.dirname, 'page')

/** Serves the sandbox's page at `/`; nothing outside its folder and no file type that a page has no use for. */
export const pageFiles: Middleware = async (ctx: Context, next: Next) => {
  const path = ctx.method === 'GET' || ctx.method === 'HEAD' ? fileOf(ctx.path) : undefined
  const type = path === undefined ? undefined : types[extname(path)]
  const bytes =
    path !== undefined && type !== undefined ? await readFile(path).catch(() => undefined) : undefined
  if (bytes === undefined || type === undefined) return next()
  ctx.set({
    'content-type': type,
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
  })
  ctx.body = bytes
}

function fileOf(path: string): string | undefined {
  try {
    const wanted = decodeURIComponent(path)
    if (wanted.includes('\0')) return undefined
    const file = normalize(join(root, wanted.endsWith('/') ? `${wanted}index.html` : wanted))
    return file.startsWith(root + sep) ? file : undefined
  } catch {
    return undefined
  }
}
