import {
  officeMarkup,
  TemplatePlugin,
  xml,
  type ScopeData,
  type Tag,
  type TextNodeTag,
} from 'easy-template-x'

interface Link {
  text: string
  target: string
}

const escape = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')

/**
 * A link as a field of Word. The engine's own plugin writes a `hyperlink` element, which its loops inside one
 * paragraph drop when they join what they repeated; a field is made of runs, and runs stay.
 */
export class LinkField extends TemplatePlugin {
  readonly contentType = 'link'

  override simpleTagReplacements(tag: Tag, data: ScopeData): void {
    const { target, text } = data.getScopeData() as unknown as Link
    const text_node = officeMarkup.query.containingTextNode((tag as TextNodeTag).xmlTextNode)
    const run = officeMarkup.query.containingRunNode(text_node)
    const style = (run.childNodes ?? []).find((node) => officeMarkup.query.isRunPropertiesNode(node))
    const [before, after] = xml.modify.splitByChild(run, text_node, true)
    const address = encodeURI(decodeURI(target)).replace(/"/g, '%22')
    let last = before
    for (const content of [
      '<w:fldChar w:fldCharType="begin"/>',
      `<w:instrText xml:space="preserve"> HYPERLINK "${escape(address)}" </w:instrText>`,
      '<w:fldChar w:fldCharType="separate"/>',
      `<w:t xml:space="preserve">${escape(text)}</w:t>`,
      '<w:fldChar w:fldCharType="end"/>',
    ]) {
      const piece = xml.parser.parse(`<w:r>${content}</w:r>`)
      if (style) piece.childNodes!.unshift(xml.create.cloneNode(style, true))
      xml.modify.insertAfter(piece, last)
      last = piece
    }
    for (const rest of [before, after])
      if (rest && !(rest.childNodes ?? []).some((node) => officeMarkup.query.isTextNode(node)))
        xml.modify.remove(rest)
  }
}
