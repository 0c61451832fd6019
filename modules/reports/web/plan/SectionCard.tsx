import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { NumberField, TextField } from '@guichet/kit/form'
import { useText } from '@guichet/kit/texts'
import type { SectionPlan } from '../../contract.ts'

type Section = SectionPlan['sections'][number]

/** One section of the plan: its title, the question it puts to the documents, how much it may say. */
export function SectionCard({
  section,
  number,
  last,
  onChange,
  onMove,
  onRemove,
}: {
  section: Section
  number: number
  last: boolean
  onChange: (section: Section) => void
  onMove: (step: 1 | -1) => void
  onRemove: () => void
}) {
  const text = useText('reports')
  const name = section.title || text('sections.number', { number })
  return (
    <Card
      title={text('sections.number', { number })}
      actions={
        <>
          <Button
            size="small"
            variant="quiet"
            icon="chevron_left"
            className="rotate-90"
            aria-label={text('sections.up', { name })}
            isDisabled={number === 1}
            onPress={() => onMove(-1)}
          />
          <Button
            size="small"
            variant="quiet"
            icon="chevron_down"
            aria-label={text('sections.down', { name })}
            isDisabled={last}
            onPress={() => onMove(1)}
          />
          <Button
            size="small"
            variant="quiet"
            icon="trash"
            aria-label={text('sections.remove', { name })}
            onPress={onRemove}
          />
        </>
      }
    >
      <div className="grid gap-4">
        <TextField
          label={text('sections.section_title')}
          isRequired
          maxLength={120}
          value={section.title}
          onChange={(title) => onChange({ ...section, title })}
        />
        <TextField
          label={text('sections.question')}
          hint={text('sections.question_hint')}
          isRequired
          lines={2}
          maxLength={400}
          value={section.question}
          onChange={(question) => onChange({ ...section, question: question.replace(/\s*\n\s*/g, ' ') })}
        />
        <div className="max-w-48">
          <NumberField
            label={text('sections.sentences')}
            isRequired
            min={1}
            max={12}
            value={section.sentences}
            onChange={(sentences) => onChange({ ...section, sentences: sentences ?? 5 })}
          />
        </div>
      </div>
    </Card>
  )
}
