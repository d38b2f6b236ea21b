import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { dateOf } from '../shared/i18n'
import type { PlanContent } from '../shared/wire'
import { Icon } from '../ui/Icon'
import { language } from '../ui/words'
import type { AfterSection, Section, WellSection } from './changes'
import { afterSections, wellSections } from './changes'
import type { Exercises } from './Safety'
import { Changed, Copings, Lines } from './Safety'
import { words } from './words'

interface RestProps {
  content: PlanContent
  exercises: Exercises
  changed: readonly Section[]
}

/** What holds every day and afterwards: folded, as it is not for the worst moment. */
export function Rest({ content, exercises, changed }: RestProps) {
  useEffect(() => unfoldForPrint(), [])
  const { well, afterwards, sections } = words.value
  const wells = wellSections.filter((name) => content.staying_well[name].length > 0)
  const afters = afterSections.filter((name) => content.afterwards[name]?.length)
  const { appointment } = content.afterwards
  return (
    <>
      <Fold title={well} about={wells.map((name) => sections[name]).join(', ')} names={wells} changed={changed}>
        {(name) => <Well name={name} content={content} exercises={exercises} />}
      </Fold>
      <Fold title={afterwards} about={appointment && `${sections.appointment}: ${appointment}`} names={afters} changed={changed}>
        {(name) => <After name={name} content={content} />}
      </Fold>
    </>
  )
}

interface FoldProps<Name> {
  title: string
  about: string
  names: readonly Name[]
  changed: readonly Section[]
  children: (name: Name) => ComponentChildren
}

function Fold<Name extends Section>({ title, about, names, changed, children }: FoldProps<Name>) {
  if (names.length === 0) return null
  return (
    <details class="card fold">
      <summary>
        <span class="grow">
          <h2>{title} {names.some((name) => changed.includes(name)) && <Changed />}</h2>
          {about && <small>{about}</small>}
        </span>
        <Icon name="next" />
      </summary>
      {names.map((name) => (
        <section key={name}>
          <h3>{words.value.sections[name]} {changed.includes(name) && <Changed />}</h3>
          {children(name)}
        </section>
      ))}
    </details>
  )
}

const Well = ({ name, content: { staying_well }, exercises }: { name: WellSection; content: PlanContent; exercises: Exercises }) =>
  name === 'coping' ? <Copings copings={staying_well.coping} exercises={exercises} /> : <Lines lines={staying_well[name]} />

function After({ name, content: { afterwards } }: { name: AfterSection; content: PlanContent }) {
  if (name === 'support') return <Lines lines={afterwards.support} />
  if (name === 'appointment') return <p>{afterwards.appointment}</p>
  return <p>{afterwards.review_on && dayInWords(afterwards.review_on)}</p>
}

/** A local date is the same day everywhere. */
const dayInWords = (day: string): string => dateOf(`${day}T12:00:00Z`, { language: language.value, zone: 'UTC' })

/** Browsers print only what is unfolded. */
function unfoldForPrint(): () => void {
  const folded = new Set<HTMLDetailsElement>()
  const before = () =>
    document.querySelectorAll<HTMLDetailsElement>('details.fold:not([open])').forEach((fold) => {
      fold.open = true
      folded.add(fold)
    })
  const after = () => {
    folded.forEach((fold) => (fold.open = false))
    folded.clear()
  }
  addEventListener('beforeprint', before)
  addEventListener('afterprint', after)
  return () => {
    removeEventListener('beforeprint', before)
    removeEventListener('afterprint', after)
  }
}
