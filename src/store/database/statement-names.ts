/** So many statements at most are kept prepared on each connection; our own are far fewer. */
const MOST = 400

/**
 * Names for prepared statements, so that PostgreSQL parses and plans each of ours once a connection and not each time.
 * The same text always has the same name. Texts without parameters (BEGIN) and those that come after the first
 * few hundred (lists of ever new lengths) get none and are sent as they are.
 */
export function statementNames(): (query: Readonly<{ sql: string; args: readonly unknown[] }>) => string {
  const names = new Map<string, string>()
  return ({ sql, args }) => {
    const known = names.get(sql)
    if (known !== undefined) return known
    if (args.length === 0 || names.size >= MOST) return ''
    const name = `qh${names.size}`
    names.set(sql, name)
    return name
  }
}
