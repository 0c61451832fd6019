import { Notice } from '@guichet/kit/page'
import { useText } from '@guichet/kit/texts'
import type { TemplateMistake } from '../../templates/contract.ts'

/** Everything wrong with a template: what, where, and how to put it right. */
export function MistakeList({ file, mistakes }: { file: string; mistakes: readonly TemplateMistake[] }) {
  const text = useText('reports')
  return (
    <Notice tone="error" title={text('templates.mistakes', { count: mistakes.length, file })}>
      <p>{text('templates.mistakes_note')}</p>
      <ol className="mt-2 grid list-decimal gap-2 ps-5">
        {mistakes.map(({ code, tag, message, place, excerpt }, index) => (
          // Two mistakes may be alike in everything but their place in the list.
          <li key={`${index} ${code} ${tag}`}>
            <p className="font-medium break-words">{message}</p>
            {place && (
              <p className="break-words text-muted">
                {place}
                {excerpt && <q className="ms-1">{excerpt}</q>}
              </p>
            )}
          </li>
        ))}
      </ol>
    </Notice>
  )
}
