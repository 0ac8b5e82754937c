const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

/**
 * Whether a URL may be called at all. An entry of `allowed` is a host (`oapi.dingtalk.com`), a family of hosts
 * (`*.dingtalk.com`, not the bare domain), or an origin (`http://127.0.0.1:4000`, `https://proxy.example:8443`).
 *
 * TLS is required, except on loopback where the entry itself names a loopback host. URLs with a user name in them,
 * and hosts on a port that the entry does not name, are refused: both are ways to make a stranger look like a friend.
 */
export function isAllowedUrl(address: string, allowed: readonly string[]): boolean {
  const url = parse(address)
  if (!url || url.username !== '' || url.password !== '') return false
  const scheme = url.protocol.replace(/^ws/, 'http')
  if (scheme !== 'https:' && !(scheme === 'http:' && LOOPBACK.has(url.hostname))) return false
  return allowed.some((entry) => matches(url, scheme, entry.toLowerCase()))
}

function matches(url: URL, scheme: string, entry: string): boolean {
  if (entry.includes('://')) {
    const origin = parse(entry)
    return (
      origin !== undefined && origin.protocol.replace(/^ws/, 'http') === scheme && origin.host === url.host
    )
  }
  if (entry.startsWith('*.'))
    return url.port === '' && scheme === 'https:' && url.hostname.endsWith(entry.slice(1))
  if (LOOPBACK.has(entry)) return url.hostname === entry
  return url.host === entry
}

function parse(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined
}
