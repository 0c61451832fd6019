/** Markup that is already escaped. Only `el` and `written` make it. */
export type Markup = string & { readonly __markup?: never }

type Attribute = string | number | undefined

/** One element. Attributes are escaped; numbers keep two decimals, so that the same rows give the same text. */
export function el(name: string, attributes: Record<string, Attribute>, ...children: Markup[]): Markup {
  let opening = `<${name}`
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue
    opening += ` ${key}="${typeof value === 'number' ? decimal(value) : escape(value)}"`
  }
  return children.length === 0 ? `${opening}/>` : `${opening}>${children.join('')}</${name}>`
}

/** Text between tags. */
export function written(words: string): Markup {
  return escape(words)
}

export function decimal(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value * 100) / 100) : '0'
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

// XML knows no control signs but tab and line ends, not even escaped, and half a surrogate pair is no sign at
// all: one of them in a label would make the whole figure unreadable.
const not_xml = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu

function escape(words: string): string {
  return words.replace(not_xml, '\uFFFD').replace(/[&<>"']/g, (sign) => entities[sign] as string)
}
