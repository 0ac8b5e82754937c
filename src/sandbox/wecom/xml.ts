/** An element's children by tag, in their order; a leaf is its text. */
export type Xml = Readonly<{ [tag: string]: readonly (Xml | string)[] }>

/** One value of an element, ready to be written: a number bare, a text as CDATA, a list as repeated elements. */
export type XmlValue = string | number | bigint | { readonly [tag: string]: XmlValue } | readonly XmlValue[]

/** Writes elements as the platform does: texts in CDATA, numbers bare. */
export function writeXml(value: { readonly [tag: string]: XmlValue }): string {
  return Object.entries(value)
    .map(([tag, each]) => (isList(each) ? each.map((one) => element(tag, one)).join('') : element(tag, each)))
    .join('')
}

function element(tag: string, value: XmlValue): string {
  if (typeof value === 'number' || typeof value === 'bigint') return `<${tag}>${value}</${tag}>`
  if (typeof value === 'string')
    return `<${tag}><![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${tag}>`
  return isList(value)
    ? value.map((one) => element(tag, one)).join('')
    : `<${tag}>${writeXml(value)}</${tag}>`
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value)
}

const token = /<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([A-Za-z_][\w.-]*)\s*(\/?)>|([^<]+)/gy
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** Reads `<xml>…</xml>` without attributes, which the platform never uses; undefined when it is not well-formed. */
export function readXml(text: string): Xml | undefined {
  type Open = { tag: string; children: Record<string, (Xml | string)[]>; text: string }
  const stack: Open[] = [{ tag: '', children: {}, text: '' }]
  const body = text.trim().replace(/^<\?xml[^>]*\?>\s*/, '')
  let end = 0
  for (const found of body.matchAll(token)) {
    const [whole, cdata, closing, tag, selfClosing, words] = found
    end = found.index + whole.length
    const top = stack.at(-1)
    if (!top) return undefined
    if (cdata !== undefined) top.text += cdata
    else if (words !== undefined)
      top.text += words.replaceAll(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => entities[name] ?? '')
    else if (closing === '/' || selfClosing === '/') {
      if (closing === '/' && top.tag !== tag) return undefined
      const leaf = closing === '/' ? stack.pop() : { tag: tag ?? '', children: {}, text: '' }
      const parent = stack.at(-1)
      if (!leaf || !parent) return undefined
      const value = Object.keys(leaf.children).length > 0 ? leaf.children : leaf.text
      parent.children[leaf.tag] = [...(parent.children[leaf.tag] ?? []), value]
    } else stack.push({ tag: tag ?? '', children: {}, text: '' })
  }
  const root = stack.length === 1 && end === body.length ? stack[0]?.children['xml']?.[0] : undefined
  return typeof root === 'object' ? root : undefined
}

/** The text of the first element with that tag, or empty. */
export function leafOf(xml: Xml, tag: string): string {
  const value = xml[tag]?.[0]
  return typeof value === 'string' ? value : ''
}

/** The first element with that tag that has children, or undefined. */
export function branchOf(xml: Xml, tag: string): Xml | undefined {
  const value = xml[tag]?.[0]
  return typeof value === 'object' ? value : undefined
}
