import { useRead, useSend } from '@guichet/kit/api'
import { Button } from '@guichet/kit/button'
import { useSetSearch } from '@guichet/kit/link'
import { Page, PartFrame } from '@guichet/kit/page'
import type { PageProps } from '@guichet/kit/shell-route'
import { Tabs } from '@guichet/kit/tabs'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { useState } from 'react'
import { readPlan, resetPlan, type SectionPlan, setPlan } from '../contract.ts'
import { SectionCard } from './plan/SectionCard.tsx'

type Search = { language?: 'en' }

/** `/reports/plan`: what the organisation's reports are about. */
export function PlanPage({ search }: PageProps<Search>) {
  const text = useText('reports')
  const setSearch = useSetSearch()
  const language = search.language ?? 'fr'
  return (
    <Page
      title={text('sections.title')}
      note={text('sections.note')}
      back={{ to: '/reports', label: text('list.title') }}
      skeleton="form"
    >
      <Tabs
        label={text('new.language')}
        selected={language}
        onSelect={(id) => setSearch({ language: id === 'en' ? 'en' : undefined })}
        items={[
          { id: 'fr', label: text('language.fr') },
          { id: 'en', label: text('language.en') },
        ]}
      >
        <PartFrame key={language} skeleton="form">
          <Plan language={language} />
        </PartFrame>
      </Tabs>
    </Page>
  )
}

function Plan({ language }: { language: 'fr' | 'en' }) {
  const plan = useRead(readPlan, { query: { language } })
  // Begins anew when the server's plan changes.
  return <Editor key={JSON.stringify(plan.sections)} plan={plan} />
}

type Section = SectionPlan['sections'][number]

function Editor({ plan }: { plan: SectionPlan }) {
  const text = useText('reports')
  const { language } = plan
  const [sections, setSections] = useState<readonly Section[]>(plan.sections)
  const done = () => toast({ text: text('sections.saved'), tone: 'success' })
  const save = useSend(setPlan, { onDone: done })
  const reset = useSend(resetPlan, { onDone: done })
  const changed = JSON.stringify(sections) !== JSON.stringify(plan.sections)
  const whole =
    sections.length > 0 && sections.every(({ title, question }) => title.trim() && question.trim())

  const move = (from: number, to: number) => {
    const next = [...sections]
    const [one] = next.splice(from, 1)
    next.splice(to, 0, one!)
    setSections(next)
  }
  const add = () => {
    let number = sections.length + 1
    while (sections.some(({ key }) => key === `section_${number}`)) number++
    setSections([...sections, { key: `section_${number}`, title: '', question: '', sentences: 5 }])
  }
  return (
    <div className="grid max-w-3xl gap-4">
      {sections.map((section, index) => (
        <SectionCard
          key={section.key}
          section={section}
          number={index + 1}
          last={index === sections.length - 1}
          onChange={(next) => setSections(sections.map((one, at) => (at === index ? next : one)))}
          onMove={(step) => move(index, index + step)}
          onRemove={() => setSections(sections.filter((_, at) => at !== index))}
        />
      ))}
      <div className="flex flex-wrap items-center gap-2">
        <Button icon="plus" isDisabled={sections.length >= 20} onPress={add}>
          {text('sections.add')}
        </Button>
      </div>
      <div className="flex flex-wrap items-center gap-2 border-t border-line pt-4">
        <Button
          variant="primary"
          busy={save.isPending}
          isDisabled={!changed || !whole}
          onPress={() => save.mutate({ query: { language }, body: { sections: [...sections] } })}
        >
          {text('sections.save')}
        </Button>
        {!plan.usual && (
          <Button
            variant="quiet"
            busy={reset.isPending}
            onPress={() => reset.mutate({ query: { language } })}
          >
            {text('sections.reset')}
          </Button>
        )}
      </div>
    </div>
  )
}
