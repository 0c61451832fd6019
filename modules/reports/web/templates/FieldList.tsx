import { Card } from '@guichet/kit/card'
import { useLocale, useText } from '@guichet/kit/texts'

interface FieldItem {
  fr: string
  en: string
  kind: 'text' | 'link' | 'image' | 'list' | 'condition'
  inside: string[]
}

/** What a template may mention, as it is written in one. */
export function FieldList({ items }: { items: readonly FieldItem[] }) {
  const text = useText('reports')
  const locale = useLocale()
  const written = ({ kind, ...names }: FieldItem) =>
    kind === 'list' || kind === 'condition'
      ? `{#${names[locale]}} … {/${names[locale]}}`
      : `{${names[locale]}}`
  return (
    <Card title={text('templates.fields')} note={text('templates.fields_note')}>
      <ul className="gap-8 sm:columns-2">
        {items.map((item) => (
          <li
            key={[...item.inside, item.fr].join('/')}
            style={{ paddingInlineStart: `${item.inside.length * 1.25}rem` }}
            className="flex break-inside-avoid flex-wrap items-baseline gap-x-3 py-0.5"
          >
            <code className="font-mono text-sm break-all">{written(item)}</code>
            <span className="text-sm text-muted">{text(`field_kind.${item.kind}`)}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
