import type { ESTree } from 'vite'
import { isTest, lineAt, walk, type Tree, type Violation } from './tree.ts'

const PAGES = /^(kit|web|modules\/[^/]+\/(.+\/)?(web|panels))(\/|\.tsx$).*/
const SERVED = /^(platform|server|modules)\//
/** A page that declares its one language, as the reference for developers does, is written in it. */
const ONE_LANGUAGE = /<html lang="\w+"/
const SPOKEN_ATTRIBUTES = new Set([
  'aria-description',
  'aria-label',
  'aria-roledescription',
  'aria-valuetext',
  'alt',
  'description',
  'label',
  'placeholder',
  'title',
])
const UNSPOKEN_ELEMENTS = new Set(['code', 'kbd', 'script', 'style'])

/** People read texts of the locales, never words written into a page. */
export function checkLiteralTexts(tree: Tree): Violation[] {
  const violations: Violation[] = []
  for (const { path, text, program } of tree.sources.values()) {
    if (isTest(path)) continue
    const report = (offset: number, words: string): void => {
      const shown = words.trim().replace(/\s+/g, ' ')
      violations.push({
        rule: 'literal-texts',
        file: path,
        line: lineAt(text, offset),
        message: `"${shown.length > 40 ? `${shown.slice(0, 40)}…` : shown}" belongs in the locales`,
      })
    }
    if (SERVED.test(path) && !ONE_LANGUAGE.test(text)) {
      walk(program, (node) => {
        if (node.type !== 'TaggedTemplateExpression') return
        if (node.tag.type !== 'Identifier' || node.tag.name !== 'html') return
        for (const { at, words } of wordsOfMarkup(markupOf(node.quasi, text)))
          report(node.quasi.start + at, words)
      })
    }
    if (!path.endsWith('.tsx') || !PAGES.test(path)) continue
    walk(program, (node) => {
      if (node.type === 'JSXElement' && isUnspoken(node)) return false
      if (node.type === 'JSXElement' || node.type === 'JSXFragment') {
        for (const child of node.children) for (const words of wordsIn(child)) report(child.start, words)
      }
      if (node.type === 'JSXAttribute' && SPOKEN_ATTRIBUTES.has(attributeName(node))) {
        for (const words of node.value ? wordsIn(node.value) : []) report(node.start, words)
      }
      return true
    })
  }
  return violations
}

/** Words that would be shown: both sides of a condition, but not what is inside a call. */
function wordsIn(node: ESTree.Node): string[] {
  switch (node.type) {
    case 'JSXText':
      return onlyWords([node.value.replace(/&#?\w+;/g, '')])
    case 'JSXExpressionContainer':
      return wordsIn(node.expression)
    case 'Literal':
      return onlyWords([typeof node.value === 'string' ? node.value : ''])
    case 'TemplateLiteral':
      return onlyWords(node.quasis.map((quasi) => quasi.value.raw))
    case 'ConditionalExpression':
      return [...wordsIn(node.consequent), ...wordsIn(node.alternate)]
    case 'LogicalExpression':
      return wordsIn(node.right)
    default:
      return []
  }
}

/** Texts with letters; the product's own name is the same in every language. */
const onlyWords = (texts: string[]): string[] =>
  texts.filter((text) => /\p{L}/u.test(text.replaceAll('Guichet', '')))

/** Code is not prose, and an element with its own `lang` says its text in that language on purpose. */
function isUnspoken({ openingElement }: ESTree.JSXElement): boolean {
  const { name, attributes } = openingElement
  if (name.type === 'JSXIdentifier' && UNSPOKEN_ELEMENTS.has(name.name)) return true
  return attributes.some(
    (attribute) => attribute.type === 'JSXAttribute' && attributeName(attribute) === 'lang',
  )
}

function attributeName(attribute: ESTree.JSXAttribute): string {
  return attribute.name.type === 'JSXIdentifier' ? attribute.name.name : ''
}

/** What a template literal writes itself: its values are blanked, so that offsets stay true. */
function markupOf(template: ESTree.TemplateLiteral, text: string): string {
  let markup = text.slice(template.start + 1, template.end - 1)
  for (const value of template.expressions) {
    const from = text.lastIndexOf('${', value.start) - template.start - 1
    const to = text.indexOf('}', value.end) - template.start
    markup = markup.slice(0, from) + ' '.repeat(to - from) + markup.slice(to)
  }
  return ` ${markup}`
}

const UNSPOKEN_MARKUP =
  /<!--[\s\S]*?-->|<(script|style|code|kbd)\b[\s\S]*?<\/\1>|<(\w+)\b[^>]*\slang="\w+"[^>]*>[^<]*<\/\2>/g
const ATTRIBUTE = /\s([\w-]+)="([^"]*)"/g

/** A fragment may begin inside a tag, so attributes are taken out before the tags are. */
function wordsOfMarkup(markup: string): { at: number; words: string }[] {
  const found: { at: number; words: string }[] = []
  const blank = (part: string): string => ' '.repeat(part.length)
  const prose = markup
    .replace(UNSPOKEN_MARKUP, blank)
    .replace(ATTRIBUTE, (part: string, name: string, value: string, at: number) => {
      if (SPOKEN_ATTRIBUTES.has(name)) for (const words of onlyWords([value])) found.push({ at, words })
      return blank(part)
    })
    .replace(/<[^>]*>|&#?\w+;/g, blank)
  for (const part of prose.matchAll(/\S+( \S+)*/g)) {
    for (const words of onlyWords([part[0]])) found.push({ at: part.index, words })
  }
  return found
}
